// The element's files, as far as they are made without a browser: what is in them, what they are called, what can't be asked for.

import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { fileOf } from '../../../www/src/component/exports.js';
import { FILE_KINDS, type FileKind } from '../../../www/src/component/file-kinds.js';
import { medianOf, raceOf } from '../../../www/src/component/race.js';
import { racePage } from '../../../www/src/component/race-page.js';
import { SaveMenu } from '../../../www/src/component/save-menu.js';
import { formatMs } from '../../../www/src/elements/format.js';
import type { Report } from '../../../www/src/generated/model.js';
import { reportsInFile } from '../../../www/src/links/opened.js';

const recorded = (): Report => JSON.parse(readFileSync('www/public/recorded-race.json', 'utf8')) as Report;
const parsed = (html: string): Document => new DOMParser().parseFromString(html, 'text/html');

beforeEach(() => void vi.stubGlobal('fetch', async () => new Response(new Uint8Array([1, 2, 3]))));
afterEach(() => void vi.unstubAllGlobals());

test('a drawing is a file with its font, in the colours that were asked for', async () => {
  const still = await fileOf({ report: recorded() }, 'svg', {});
  expect([still.name, still.type]).toEqual(['four-toasters-gaussian.svg', 'image/svg+xml']);
  const text = await still.text();
  expect(text).toContain('@font-face');
  expect(text).toContain('#fbf6ec');
  expect(text).not.toContain('@keyframes');
  const moving = await fileOf({ report: recorded() }, 'animated', { theme: 'dark' });
  expect(moving.name).toBe('four-toasters-gaussian-animated.svg');
  expect(await moving.text()).toMatch(/#171311[^]*@keyframes|@keyframes[^]*#171311/);
});

test('what can’t be asked for is a sentence that says what can', async () => {
  const ask = (kind: string, options: object): Promise<File> =>
    fileOf({ report: recorded() }, kind as FileKind, options);
  await expect(ask('gif', {})).rejects.toThrow('There is no kind “gif”; it can be svg, animated, png, html.');
  await expect(ask('svg', { theme: 'constructor' })).rejects.toThrow('There is no theme “constructor”');
  await expect(ask('png', { scale: 1e9 })).rejects.toThrow('There is no scale “1000000000”; it can be 1, 2, 3, 4.');
  for (const kind of ['svg', 'animated', 'html'] as const)
    await expect(fileOf({ report: {} }, kind, {})).rejects.toThrow('This is not a report of Four Toasters');
});

test('a stranger’s kernel gives a file no name but letters', async () => {
  const report = recorded();
  report.job.kernel.name = `../../etc/passwd\u202e${'x'.repeat(1000)}`;
  expect((await fileOf({ report }, 'svg', {})).name).toMatch(/^four-toasters-etc-passwd-x{1,40}\.svg$/);
});

test('without a frame the page has the race that moves, one for paper, the medians and the report', async () => {
  const report = recorded();
  const race = raceOf(report);
  const html = await racePage(report, 'https://example.org/index.html?kernel=gaussian');
  const page = parsed(html);
  expect(page.querySelector('h1')?.textContent).toBe(race.title);
  expect(page.querySelector('header a')?.getAttribute('href')).toBe('https://example.org/index.html?kernel=gaussian');
  expect(decodeURIComponent(page.querySelector('picture img')?.getAttribute('src') ?? '')).toContain('@keyframes');
  expect(page.querySelectorAll('figure.print > svg')).toHaveLength(1);
  expect(page.querySelector('figure.print')?.innerHTML).not.toContain('@keyframes');
  const cells = [...page.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent));
  expect(cells.map(([name]) => name)).toEqual(['One thread', '2 threads', '2 workers']);
  for (const [i, { totalMs, times }] of race.contestants.entries()) {
    expect(cells[i]?.slice(1, 5)).toEqual(
      [totalMs, times[0] ?? NaN, times.at(-1) ?? NaN].map(formatMs).concat(String(times.length)),
    );
    expect(times).toHaveLength(9);
  }
  const [one, two] = race.contestants.map(({ totalMs }) => totalMs);
  const ratio = ((one ?? 0) / (two ?? 1)).toLocaleString('en-GB', { maximumSignificantDigits: 3 });
  expect([cells[0]?.[5], cells[1]?.[5]]).toEqual(['–', `${ratio}\u00a0×`]);
  expect(page.querySelector('header p')?.textContent).toContain(`${ratio}\u00a0× as fast`);
  // The lab opens it again.
  expect(await reportsInFile(new File([html], 'four-toasters-gaussian.html'))).toEqual([report]);
});

test('a page of a frame’s is what is saved, as it is', async () => {
  const file = await fileOf({ report: recorded(), page: '<!doctype html><p>whole' }, 'html', {});
  expect([file.name, await file.text()]).toEqual(['four-toasters-gaussian.html', '<!doctype html><p>whole']);
});

test('a report of which nothing counts yet claims no ratio', async () => {
  const report = recorded();
  for (const run of report.runs) run.warmup = true;
  const page = parsed(await racePage(report));
  expect([...page.querySelectorAll('tbody tr:nth-child(2) td')].map((cell) => cell.textContent)).toEqual([
    ...['–', '–', '–', '0', '–'],
  ]);
  expect(page.querySelector('header')?.textContent).not.toContain('as fast');
});

test('medians are of the middle', () => {
  expect([medianOf([]), medianOf([3]), medianOf([1, 3]), medianOf([1, 2, 9])]).toEqual([undefined, 3, 2, 2]);
});

test('the menu prepares when it is opened, hands on what was chosen, and says what went wrong', async () => {
  const prepare = vi.fn();
  const file = vi.fn(async (): Promise<File> => Promise.reject(new Error('It could not be made.')));
  const menu = new SaveMenu(prepare, file);
  document.body.replaceChildren(menu.button, menu.choice);
  expect([menu.choice.hidden, menu.button.ariaExpanded]).toEqual([true, 'false']);
  menu.button.click();
  expect([menu.choice.hidden, menu.button.ariaExpanded]).toEqual([false, 'true']);
  expect(prepare).toHaveBeenCalledTimes(1);
  const names = [...menu.choice.querySelectorAll('button')].map(({ textContent }) => textContent);
  expect(names).toEqual(Object.values(FILE_KINDS));
  const [select] = menu.choice.getElementsByTagName('select');
  if (select) select.value = '4';
  menu.choice.querySelectorAll('button')[2]?.click();
  expect(file).toHaveBeenCalledWith('png', { scale: 4 });
  expect(menu.choice.querySelectorAll('button:disabled')).toHaveLength(4);
  await vi.waitFor(() => expect(menu.choice.querySelector('p')?.textContent).toBe('It could not be made.'));
  expect(menu.choice.querySelectorAll('button:disabled')).toHaveLength(0);
  menu.button.click();
  expect(menu.choice.hidden).toBe(true);
  expect(prepare).toHaveBeenCalledTimes(1);
  menu.offered = false;
  expect(menu.button.hidden).toBe(true);
});
