// npm run build: WebAssembly and page, into dist/.

import { pathToFileURL } from 'node:url';
import { prepare, root, run, say, xtask } from './tools.mjs';

/** Brings what is missing and builds the WebAssembly into www/src/generated/wasm. */
export function buildWasm() {
  prepare();
  say('Building the WebAssembly (the first time takes a few minutes)');
  xtask('wasm');
}

/** Builds everything into dist/. */
export function build() {
  buildWasm();
  say('Building the page');
  run(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], { cwd: root });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) build();
