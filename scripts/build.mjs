// npm run build: WebAssembly and page, into dist/. npm run build -- --site https://example.org/toasters/ also writes what needs the site's own address.

import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { giveUp, prepare, root, run, say, xtask } from './tools.mjs';

/** Brings what is missing and builds the WebAssembly into www/src/generated/wasm. */
export function buildWasm() {
  prepare();
  say('Building the WebAssembly (the first time takes a few minutes)');
  xtask('wasm');
}

/**
 * Builds everything into dist/.
 *
 * @param {string} [site] the address that the site will have, as `siteAddress` gives it.
 */
export function build(site = '') {
  buildWasm();
  say('Building the page');
  run(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], {
    cwd: root,
    env: { ...process.env, FOUR_TOASTERS_SITE: site },
  });
}

/** A site's address as it was typed, with a slash at its end. Throws a sentence where it can't be one. */
export function siteAddress(text) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error(`--site takes an address such as https://example.org/toasters/; it was “${text}”.`);
  if (url.search || url.hash || url.username || url.password || url.pathname.endsWith('.html'))
    throw new Error(`--site takes the address of the site’s folder, and nothing more; it was “${text}”.`);
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
}

/** The site that the command names; nothing where it names none. */
function namedSite() {
  try {
    const { site } = parseArgs({ options: { site: { type: 'string' } } }).values;
    return site === undefined ? undefined : siteAddress(site);
  } catch (error) {
    return giveUp(error.message);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) build(namedSite());
