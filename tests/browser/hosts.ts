// Other people's sites on loopback: pages of tests/hosts and the deck, on another origin than ours.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Frame, Page } from 'playwright-core';

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

/** Does something with such a site, and takes it away. */
export async function onHost(
  values: Readonly<Record<string, string>>,
  use: (host: Host) => Promise<void>,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const around = await host(values, headers);
  try {
    await use(around);
  } finally {
    await around.close();
  }
}

/** Opens a page in a context of its own. */
export async function opened(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1000, height: 900 }, ...options });
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** The frame's tier, once it has been found. */
export async function tierOf(page: Page): Promise<{ frame: Frame; tier: string; said: string }> {
  const element = await page.waitForSelector('iframe', { timeout: 20_000 });
  const frame = await element.contentFrame();
  if (!frame) throw new Error('the frame has no document');
  await frame.waitForFunction(() => document.documentElement.dataset['tier'], undefined, { timeout: 20_000 });
  const tier = await frame.evaluate(() => document.documentElement.dataset['tier'] ?? '');
  return { frame, tier, said: (await frame.textContent('.embed-foot')) ?? '' };
}

/** Notes what the element tells. */
export const listen = (page: Page, id: string): Promise<void> =>
  page.evaluate((of) => {
    const told: string[] = ((window as unknown as { told: string[] }).told = []);
    const element = document.getElementById(of) ?? document.querySelector('four-toasters');
    for (const name of ['tier', 'started', 'progress', 'report'])
      element?.addEventListener(name, (event) => {
        const { tier } = ((event as CustomEvent).detail ?? {}) as { tier?: string };
        if (told.at(-1) !== name) told.push(tier ? `${name} ${tier}` : name);
      });
  }, id);
export const told = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as unknown as { told: string[] }).told);
export const tells = (page: Page, what: string): Promise<unknown> =>
  page.waitForFunction((wanted) => (window as unknown as { told: string[] }).told.includes(wanted), what, {
    timeout: 80_000,
  });

/** Lays out the deck with reveal.js and the built site beside it, as a speaker would on a stick. */
export function layDeck(folder: string): void {
  mkdirSync(folder, { recursive: true });
  cpSync('dist', join(folder, 'site'), { recursive: true });
  cpSync('node_modules/reveal.js/dist', join(folder, 'reveal'), { recursive: true });
  cpSync('tests/deck/deck.js', join(folder, 'deck.js'));
  writeFileSync(join(folder, 'index.html'), filled('tests/deck/index.html', { REPORT: inScript() }));
}

/** Lays out a page to be opened from disk, with the element's files beside it. */
export function diskPage(folder: string): void {
  cpSync('dist/element', join(folder, 'element'), { recursive: true });
  writeFileSync(join(folder, 'disk.html'), filled('tests/hosts/disk.html', { REPORT: inScript() }));
}

/** The race that the site has a recording of. */
export const recordedReport = (): unknown => JSON.parse(readFileSync('www/public/recorded-race.json', 'utf8'));

const inScript = (): string => JSON.stringify(recordedReport()).replaceAll('<', '\\u003c');

function filled(path: string, values: Readonly<Record<string, string>>): string {
  return readFileSync(path, 'utf8').replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}
