// A build for a site of its own address, beside the one in dist/.

import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const SITE = 'https://example.org/toasters/';

/** Builds it; the folder is whoever's asks, to be taken away. */
export function buildForSite(): string {
  const folder = mkdtempSync(join(tmpdir(), 'four-toasters-site-'));
  const build = ['node_modules/vite/bin/vite.js', 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'];
  execFileSync(process.execPath, build, { env: { ...process.env, FOUR_TOASTERS_SITE: SITE, NODE_ENV: 'production' } });
  return folder;
}
