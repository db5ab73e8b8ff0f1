// Cross-origin isolation on hosts that can't set headers: a service worker of ours sets them on the page's own files.

/** How long a service worker may take to start. */
const PATIENCE_MS = 3000;

const TRIED = 'four-toasters-isolation-tried';

/**
 * Brings isolation where the host doesn't. The page is reloaded at most once a session for it, so that a browser in which it doesn't help
 * can't be sent round in circles.
 *
 * @returns whether the page is about to be reloaded.
 */
export async function isolate(): Promise<boolean> {
  if (globalThis.crossOriginIsolated || !window.isSecureContext || !('serviceWorker' in navigator)) return false;
  // Inside another page only that page can isolate us.
  if (window.top !== window) return false;
  try {
    if (sessionStorage.getItem(TRIED)) return false;
    sessionStorage.setItem(TRIED, 'yes');
    await navigator.serviceWorker.register('isolate.sw.js');
    // A browser may take the registration and then never start it: the page doesn't wait for that.
    const started = await Promise.race([
      navigator.serviceWorker.ready,
      new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS)),
    ]);
    if (!started) return false;
    location.reload();
    return true;
  } catch {
    // Refused (a private window, a setting): the page works without threads and says so.
    return false;
  }
}
