// Other people's sites on loopback: pages of tests/hosts and the deck, on another origin than ours.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { serve } from '../../scripts/serve.mjs';

export interface Host {
  /** Another site than ours: by number, where ours goes by name. */
  readonly url: string;
  /** The folder it serves. */
  readonly folder: string;
  close(): Promise<void>;
}

/** A site with our test pages, in which `{{NAME}}` stands for `values`. It sets these headers and no others. */
export async function host(
  values: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Host> {
  const folder = mkdtempSync(join(tmpdir(), 'four-toasters-host-'));
  // A page is written with its values: hosts have no templates.
  for (const page of ['plain.html', 'frame.html', 'strict.html'])
    writeFileSync(join(folder, page), filled(`tests/hosts/${page}`, values));
  const server = await serve({ folder, headers: { ...headers } });
  return {
    url: server.url.replace('localhost', '127.0.0.1'),
    folder,
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Lays out the deck with reveal.js and the built site beside it, as a speaker would on a stick. */
export function layDeck(folder: string): void {
  mkdirSync(folder, { recursive: true });
  cpSync('dist', join(folder, 'site'), { recursive: true });
  cpSync('node_modules/reveal.js/dist', join(folder, 'reveal'), { recursive: true });
  cpSync('tests/deck/deck.js', join(folder, 'deck.js'));
  const REPORT = readFileSync('www/public/recorded-race.json', 'utf8').replaceAll('<', '\\u003c');
  writeFileSync(join(folder, 'index.html'), filled('tests/deck/index.html', { REPORT }));
}

function filled(path: string, values: Readonly<Record<string, string>>): string {
  return readFileSync(path, 'utf8').replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}
