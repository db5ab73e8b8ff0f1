// Brings the weather service: the page's own service worker.

import workerUrl from './weather.sw.ts?worker&url';

/** How long the worker may take to start, in milliseconds. */
const PATIENCE_MS = 5000;

/** What the addresses of this page begin with, with `.html` or, on hosts that leave it out, without. */
const scope = (): string => location.pathname.replace(/\.html$/u, '');

/**
 * Starts the weather service, without reloading the page.
 *
 * @param isolated whether the page must stay as isolated as it is: where another service worker sees to that, a page can't have both.
 * @returns nothing when it is there, else why it isn't, in a sentence.
 */
export async function startWeather(isolated = false): Promise<string | undefined> {
  if (!window.isSecureContext) return 'Service workers need https, or a page on this machine.';
  if (!('serviceWorker' in navigator)) return 'This browser, or this private window, has no service workers.';
  try {
    const { serviceWorker } = navigator;
    const isOurs = (): boolean => serviceWorker.controller?.scriptURL === new URL(workerUrl, location.href).href;
    if (isolated && serviceWorker.controller && !isOurs()) {
      return 'On this host the page’s one service worker brings it threads, and can’t be the weather service as well; the page of requests has its own.';
    }
    const registration = await serviceWorker.register(workerUrl, {
      scope: scope(),
      // Vite's development server gives modules; the built worker is one file without imports, which every browser takes.
      type: import.meta.env.DEV ? 'module' : 'classic',
    });
    const controlled = new Promise<boolean>((resolve) => {
      const look = (): void => {
        if (isOurs()) resolve(true);
      };
      serviceWorker.addEventListener('controllerchange', look);
      look();
      setTimeout(() => resolve(false), PATIENCE_MS);
    });
    // A page that was reloaded past its worker has none until the worker claims it.
    if (!isOurs()) registration.active?.postMessage('claim');
    return (await controlled) ? undefined : 'The browser took the service worker and did not start it.';
  } catch {
    return 'The browser refused a service worker here: a private window, a setting or a sandbox can be the reason.';
  }
}
