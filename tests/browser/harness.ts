// What the browser tests share: a browser, the built page, and the ways a visitor uses it.

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

import { CHROMIUM_FLAGS, findBrowser } from '../../scripts/browsers.mjs';
import { serve } from '../../scripts/serve.mjs';
import type { Report, Run } from '../../www/src/generated/model.js';

export type Server = Awaited<ReturnType<typeof serve>>;

/** A headless Chromium. */
export async function launch(...flags: string[]): Promise<Browser> {
  return chromium.launch({ executablePath: findBrowser('chromium'), args: [...CHROMIUM_FLAGS, ...flags] });
}

/** The built page on loopback. */
export { serve };

/** A page of ours with what it said on its console and what it asked for. */
export interface Visit {
  readonly page: Page;
  /** Errors on the console, and errors nobody caught. */
  readonly errors: string[];
  readonly requests: string[];
  close(): Promise<void>;
}

/** Opens the page and waits until it has its sample. */
export async function visit(
  browser: Browser,
  server: Server,
  query = '',
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(server.url + query);
  // The sample is there, or could not be loaded.
  await page.waitForFunction(() =>
    (document.querySelector('ft-tray') as unknown as { entries: { state: string }[] } | null)?.entries.some(
      (e) => e.state !== 'reading',
    ),
  );
  return { page, errors, requests, close: () => context.close() };
}

/** Drops files on the page, as a hand would. */
export async function drop(page: Page, paths: readonly string[]): Promise<void> {
  const files = paths.map((path) => ({ name: basename(path), base64: readFileSync(path).toString('base64') }));
  await page.evaluate((dropped) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of dropped) {
      transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
    }
    for (const type of ['dragenter', 'dragover', 'drop']) {
      document.body.dispatchEvent(
        new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true, composed: true }),
      );
    }
  }, files);
}

/** Waits until the tray's entry of this name has been read, well or not. */
export async function read(page: Page, name: string): Promise<void> {
  await page.waitForFunction(
    (wanted) => {
      const tray = document.querySelector('ft-tray') as
        (Element & { entries: { name: string; state: string }[] }) | null;
      return tray?.entries.some((entry) => entry.name === wanted && entry.state !== 'reading');
    },
    name,
    { timeout: 30_000 },
  );
}

/** What a visitor reads in an element, its shadow trees included; every kind of space is a plain one. */
export async function said(page: Page, selector: string): Promise<string> {
  const text = await page.evaluate((wanted) => {
    const parts: string[] = [];
    const visit = (node: Node): void => {
      if (node instanceof Text) parts.push(node.data);
      if (node instanceof HTMLStyleElement) return;
      if (node instanceof Element && node.shadowRoot) node.shadowRoot.childNodes.forEach(visit);
      node.childNodes.forEach(visit);
    };
    document.querySelectorAll(wanted).forEach(visit);
    return parts.join(' ');
  }, selector);
  return text.replace(/\s+/gu, ' ');
}

/** Changes the kernel, as the form does. */
export function chooseKernel(page: Page, kernel: string, params: Record<string, number | string> = {}): Promise<void> {
  return page.evaluate(
    (detail) => void document.querySelector('ft-kernel-form')?.dispatchEvent(new CustomEvent('change', { detail })),
    {
      kernel,
      params,
    },
  );
}

/** The state of the race, as the page tells it. */
export function raceState(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.documentElement.dataset['race']);
}

/** Waits until the race is in one of these states. */
export async function raceIs(page: Page, ...states: string[]): Promise<void> {
  await page.waitForFunction((wanted) => wanted.includes(document.documentElement.dataset['race'] ?? ''), states, {
    timeout: 80_000,
    polling: 20,
  });
}

/** Presses the button and waits for the end. */
export async function race(page: Page): Promise<Report> {
  await page.getByRole('button', { name: /^(Race|Measure)/ }).click();
  await raceIs(page, 'done', 'failed', 'cancelled');
  return report(page);
}

/** The report for other programs. */
export async function report(page: Page): Promise<Report> {
  const found = await page.evaluate(() => window.fourToasters.report);
  if (!found) throw new Error(`there is no report; the race is ${String(await raceState(page))}`);
  return found;
}

/** The measured runs of a mode. */
export function measured(of: Report, mode: string): Run[] {
  return of.runs.filter((run) => !run.warmup && of.settings.modes[run.modeIndex]?.mode === mode);
}

/** The output rows that a run's spans cover (a survey's are the source's), as sorted ranges that touch; one range from 0 to the height when each row is covered once. */
export function coveredRows(run: Run): [number, number][] {
  const ranges: [number, number][] = [];
  for (const { firstRow, endRow } of run.trace.spans
    .filter(({ stage }) => stage === 'render')
    .sort((a, b) => a.firstRow - b.firstRow)) {
    const last = ranges.at(-1);
    if (last && last[1] === firstRow) last[1] = endRow;
    else ranges.push([firstRow, endRow]);
  }
  return ranges;
}

/** Milliseconds from pressing Cancel until the race is cancelled, as the page's own clock tells them. */
export function cancelMs(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const start = performance.now();
    document.querySelector('ft-run-bar')?.dispatchEvent(new CustomEvent('cancel'));
    while (document.documentElement.dataset['race'] !== 'cancelled' && performance.now() - start < 5000) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return performance.now() - start;
  });
}
