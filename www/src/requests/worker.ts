// Brings the weather service: the page's own service worker.

import workerUrl from './weather.sw.ts?worker&url';

/** How long the worker may take to start, in milliseconds. */
const PATIENCE_MS = 5000;

/** Addresses that begin so belong to this page, with `.html` or, on hosts that leave it out, without. */
const SCOPE = './requests';

/**
 * Starts the weather service, without reloading the page.
 *
 * @returns nothing when it is there, else why it isn't, in a sentence.
 */
export async function startWeather(): Promise<string | undefined> {
  if (!window.isSecureContext) return 'Service workers need https, or a page on this machine.';
  if (!('serviceWorker' in navigator)) return 'This browser, or this private window, has no service workers.';
  try {
    const { serviceWorker } = navigator;
    const registration = await serviceWorker.register(workerUrl, {
      scope: SCOPE,
      // Vite's development server gives modules; the built worker is one file without imports, which every browser takes.
      type: import.meta.env.DEV ? 'module' : 'classic',
    });
    const isOurs = (): boolean => serviceWorker.controller?.scriptURL === new URL(workerUrl, location.href).href;
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
