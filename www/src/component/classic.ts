// <four-toasters> as a classic script, which also works in a page that was opened from a file, where modules don't.
import { define } from './element.js';
import type { Exports } from './file-kinds.js';

const { src } = document.currentScript as HTMLScriptElement;

/** What makes files, as a classic script too: it leaves its functions in a global variable. */
async function load(): Promise<Exports> {
  const known = globalThis as { FourToastersExports?: Exports };
  if (!known.FourToastersExports) {
    const script = document.createElement('script');
    script.src = new URL('four-toasters-exports.classic.js', src).href;
    const loaded = new Promise((resolve, reject) => {
      script.onload = resolve;
      script.onerror = () => reject(new Error('its script did not load'));
    });
    document.head.append(script);
    await loaded.finally(() => script.remove());
  }
  if (!known.FourToastersExports) throw new Error('its script is another');
  return known.FourToastersExports;
}

define(new URL('..', src).href, load);
