// Builds the engines without the page (www/engines-lab.html), for tests and benchmarks, apart from the site.

import { join } from 'node:path';

import { root } from './tools.mjs';

/** The folder, built anew, with `engines-lab.html` in it. */
export async function buildLab() {
  const { build } = await import('vite');
  const outDir = join(root, 'target/lab');
  await build({
    configFile: join(root, 'vite.config.js'),
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, rollupOptions: { input: join(root, 'www/engines-lab.html') } },
  });
  return outDir;
}
