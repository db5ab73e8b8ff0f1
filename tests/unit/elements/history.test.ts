// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest';
import type { HistoryEntry } from '../../../www/src/history/history.js';
import type { HistoryList, RunDetail } from '../../../www/src/elements/history.js';
import '../../../www/src/elements/history.js';
import { heard, mount, part, press, text } from './dom.js';

const entry = (n: number): HistoryEntry => ({
  id: `run-${n}`,
  createdAt: `2026-11-2${n}T12:00:00.000Z`,
  words: `Gaussian blur on Our breakfast: ${n} rounds`,
  finding: `${n} threads blur it faster.`,
  bytes: 1000,
});
const three = [entry(3), entry(2), entry(1)];

const list = (properties: Partial<HistoryList> = {}): Promise<HistoryList> =>
  mount<HistoryList>('ft-history', { entries: three, ...properties });
const named = (host: HistoryList, name: RegExp): HTMLButtonElement[] =>
  [...host.renderRoot.querySelectorAll('button')].filter((button) =>
    name.test(button.getAttribute('aria-label') ?? button.textContent ?? ''),
  );
const click = (host: HistoryList, name: RegExp, at = 0): void => named(host, name)[at]?.click();
const focused = (host: HistoryList): string | null | undefined => {
  const element = host.shadowRoot?.activeElement;
  return element?.getAttribute('aria-label') ?? element?.textContent?.trim();
};
/** What the owner does once the runs are deleted. */
async function left(host: HistoryList, entries: readonly HistoryEntry[]): Promise<void> {
  host.entries = entries;
  await host.updateComplete;
}

beforeEach(() => document.body.replaceChildren());

test('each run says what was done, what came of it and when; its buttons say of which run', async () => {
  const host = await list({ shown: 'run-2' });
  const items = [...host.renderRoot.querySelectorAll('li')];
  expect(items.map((item) => item.querySelector('.finding')?.textContent)).toEqual(three.map(({ finding }) => finding));
  expect(items[0]?.textContent).toMatch(/Our breakfast: 3 rounds\s+23 November 2026/);
  expect(items[0]?.querySelector('time')?.dateTime).toBe('2026-11-23T12:00:00.000Z');
  expect(named(host, /^(Open|Compare|Delete) the run of 23 November 2026/)).toHaveLength(3);
  expect(items.map((item) => item.getAttribute('aria-current'))).toEqual([null, 'true', null]);
  expect(items[1]?.textContent).toContain('on show');
  expect(text(host)).toContain('in this browser and nowhere else');
});

test('the buttons ask for what they say', async () => {
  const names = ['open-run', 'compare-run', 'delete-run'];
  const events = names.map((name) => heard<RunDetail>(name));
  const host = await list();
  for (const name of [/^Open/, /^Compare/, /^Delete the/]) click(host, name, 1);
  expect(events).toEqual(names.map(() => [{ id: 'run-2' }]));
  host.disabled = true;
  await host.updateComplete;
  expect(named(host, /./).filter(({ disabled }) => !disabled)).toEqual([]);
});

test('with nothing kept and nothing to say it isn’t there', async () => {
  const host = await list({ entries: [] });
  expect(host.hasAttribute('empty')).toBe(true);
  expect(text(host)).toBe('');
  host.problem = 'There is no room.';
  await host.updateComplete;
  expect(host.hasAttribute('empty')).toBe(false);
  expect(part(host, '[role=status]').textContent).toBe('There is no room.');
  expect(text(host)).not.toContain('are kept');
});

test('of many runs the last five are seen until all are asked for', async () => {
  const many = [9, 8, 7, 6, 5, 4, 3].map(entry);
  const host = await list({ entries: many });
  expect(host.renderRoot.querySelectorAll('li')).toHaveLength(5);
  // The next one moves up when one is deleted.
  click(host, /^Delete the/, 4);
  await left(host, many.toSpliced(4, 1));
  expect(focused(host)).toMatch(/^Delete the run of 24/);
  click(host, /Show all 6/);
  await host.updateComplete;
  await host.updateComplete;
  expect(host.renderRoot.querySelectorAll('li')).toHaveLength(6);
  expect(focused(host)).toMatch(/^Open the run of 23/);
  expect(named(host, /Show all/)).toEqual([]);
});

test('what is deleted is told once it is gone, and the keyboard goes on with the next one', async () => {
  const host = await list();
  click(host, /^Delete the/, 1);
  await host.updateComplete;
  expect(part(host, '[role=status]').textContent).toBe('');
  await left(host, [entry(3), entry(1)]);
  expect(part(host, '[role=status]').textContent).toMatch(
    /^The run of 22 November 2026 .* was deleted\. 2.runs are left\.$/,
  );
  expect(focused(host)).toMatch(/^Delete the run of 21/);
  click(host, /^Delete the/, 1);
  await left(host, [entry(3)]);
  expect(focused(host)).toMatch(/^Delete the run of 23/);
  click(host, /^Delete the/);
  await left(host, []);
  expect(focused(host)).toBe('Earlier runs');
  expect(part(host, '[role=status]').textContent).toMatch(/None is left\.$/);
  // Said once: with the next run it is no news.
  await left(host, [entry(4)]);
  expect(part(host, '[role=status]').textContent).toBe('');
});

test('whoever has gone elsewhere meanwhile stays there', async () => {
  const host = await list();
  const field = document.body.appendChild(document.createElement('input'));
  click(host, /^Delete the/);
  field.focus();
  await left(host, three.slice(1));
  expect(document.activeElement).toBe(field);
});

test('a deletion that fails is told, and not taken for done when the run goes some other way', async () => {
  const host = await list();
  click(host, /^Delete the/);
  host.problem = 'It could not be deleted.';
  await left(host, [...three]);
  expect(part(host, '[role=status]').textContent).toBe('It could not be deleted.');
  host.problem = '';
  await left(host, three.slice(1));
  expect(part(host, '[role=status]').textContent).toBe('');
});

test('all are deleted only after a question, which a key takes back', async () => {
  const asked = heard('delete-all');
  const host = await list();
  click(host, /^\s*Delete all/);
  await host.updateComplete;
  await host.updateComplete;
  expect(text(host)).toContain('Delete all 3 runs from this browser?');
  expect(focused(host)).toBe('No, keep them');
  press(part(host, '.keep'), 'Escape');
  await host.updateComplete;
  await host.updateComplete;
  expect(asked).toEqual([]);
  expect(focused(host)).toBe('Delete all…');
  click(host, /^\s*Delete all/);
  await host.updateComplete;
  click(host, /Yes, delete them/);
  expect(asked).toHaveLength(1);
  await left(host, []);
  expect(focused(host)).toBe('Earlier runs');
  expect(part(host, '[role=status]').textContent).toBe('All runs were deleted.');
});
