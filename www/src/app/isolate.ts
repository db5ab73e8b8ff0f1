// Cross-origin isolation on hosts that can't set headers: a service worker of ours sets them on the page's own files.

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
    await navigator.serviceWorker.ready;
    location.reload();
    return true;
  } catch {
    // Refused (a private window, a setting): the page works without threads and says so.
    return false;
  }
}
