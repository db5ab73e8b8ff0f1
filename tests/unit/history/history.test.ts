// @vitest-environment node
// The last runs: what is kept, what goes, and what happens where nothing can be kept.

import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { deleteDB, openDB } from 'idb';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Report } from '../../../www/src/generated/model.js';
import { History, LIMITS, type HistoryEntry, type Limits } from '../../../www/src/history/history.js';
import { idOf } from '../../../www/src/links/opened.js';

const NAME = 'four-toasters-history';
const recorded = (): Report => JSON.parse(readFileSync('www/public/recorded-race.json', 'utf8')) as Report;

/** A report of this minute, which takes at least about `size` bytes: noise can hardly be packed. */
function made(minute: number, size = 0): Report {
  const noise = Array.from({ length: size / 2 }, (_, i) => Math.floor((1 + Math.sin((i + minute) ** 2)) * 5000)).join();
  return { ...recorded(), created: new Date(Date.UTC(2026, 0, 1, 8, minute)).toISOString(), runs: [], noise } as never;
}

const history = (limits: Limits = LIMITS): History => new History(({ job }) => job.action, limits);
const minutes = (entries: readonly HistoryEntry[]): number[] =>
  entries.map(({ createdAt }) => new Date(createdAt).getUTCMinutes());

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('runs are listed with the newest first, and no report is read for that', async () => {
  const kept = history();
  for (const minute of [2, 1, 3]) await kept.keep(made(minute), `Finding ${minute}.`);
  const read = [vi.spyOn(IDBObjectStore.prototype, 'get'), vi.spyOn(IDBObjectStore.prototype, 'getAll')];
  const [first, ...others] = await kept.list();
  expect(minutes(others)).toEqual([2, 1]);
  const [id, createdAt] = [idOf(made(3)), made(3).created];
  expect(first).toEqual({ id, createdAt, words: recorded().job.action, finding: 'Finding 3.', bytes: first?.bytes });
  const stores = read.flatMap(({ mock }) => mock.contexts.map((store) => (store as IDBObjectStore).name));
  expect(stores).toEqual(['entries']);
});

test('a report comes back as it was, on another visit too', async () => {
  await history().keep(recorded(), 'F');
  expect(await history().report(idOf(recorded()))).toEqual(recorded());
});

test('the same report twice is one run, of the last finding', async () => {
  const kept = history();
  await kept.keep(recorded(), 'Once.');
  await kept.keep(recorded(), 'Twice.');
  expect(await kept.list()).toMatchObject([{ finding: 'Twice.' }]);
  // Two machines may well measure at the same time.
  const other = { ...recorded(), machine: { ...recorded().machine, agent: 'Another' } };
  await kept.keep(other, 'Elsewhere.');
  expect(await kept.list()).toHaveLength(2);
});

test('never more runs or bytes than may be, the oldest go first, and both stores agree', () =>
  fc.assert(
    fc.asyncProperty(
      fc.record({ runs: fc.integer({ min: 1, max: 6 }), bytes: fc.integer({ min: 1500, max: 6000 }) }),
      fc.array(
        fc.record({
          minute: fc.integer({ min: 0, max: 12 }),
          size: fc.integer({ min: 0, max: 2500 }),
          deletes: fc.boolean(),
        }),
        { maxLength: 14 },
      ),
      async (limits, steps) => {
        vi.stubGlobal('indexedDB', new IDBFactory());
        const kept = history(limits);
        for (const { minute, size, deletes } of steps) {
          const before = await kept.list();
          const report = made(minute, size);
          const id = idOf(report);
          const others = before.filter((entry) => entry.id !== id);
          if (deletes) {
            await kept.delete(id);
            expect(await kept.list()).toEqual(others);
            continue;
          }
          try {
            await kept.keep(report, 'F');
          } catch (error) {
            // One that is too large costs no other.
            expect(error).toMatchObject({ code: 'too-large' });
            expect(await kept.list()).toEqual(before);
            continue;
          }
          const after = await kept.list();
          const bytes = after.reduce((sum, entry) => sum + entry.bytes, 0);
          expect(after.length).toBeLessThanOrEqual(limits.runs);
          expect(bytes).toBeLessThanOrEqual(limits.bytes);
          expect(after.map((entry) => entry.id)).toContain(id);
          // Of the others the newest stay, as many as there is room for.
          const stay = after.filter((entry) => entry.id !== id);
          expect(stay).toEqual(others.slice(0, stay.length));
          const next = others[stay.length];
          if (next) expect(after.length === limits.runs || bytes + next.bytes > limits.bytes).toBe(true);
          const database = await openDB(NAME);
          expect(await database.getAllKeys('reports')).toEqual(after.map((entry) => entry.id).reverse());
          database.close();
        }
      },
    ),
    { numRuns: 60 },
  ));

test('deleting takes the report too, and what is gone already is no error', async () => {
  const kept = history();
  for (const minute of [1, 2, 3]) await kept.keep(made(minute), 'F');
  await kept.delete(idOf(made(2)));
  await kept.delete(idOf(made(2)));
  expect(minutes(await kept.list())).toEqual([3, 1]);
  await expect(kept.report(idOf(made(2)))).rejects.toMatchObject({ code: 'gone', message: /\.$/ });
  await kept.clear();
  expect(await kept.list()).toEqual([]);
  await expect(kept.report(idOf(made(1)))).rejects.toMatchObject({ code: 'gone' });
});

test('what can’t be read or shown any more is told, and can be deleted', async () => {
  const kept = history();
  const reports = [made(1), { ...made(2), version: 99 }, { ...recorded(), created: made(3).created }];
  for (const report of reports) await kept.keep(report, 'F');
  const [empty = '', newer = '', torn = ''] = reports.map(idOf);
  const database = await openDB(NAME);
  await database.put('reports', ((await database.get('reports', torn)) as Uint8Array).slice(0, 50), torn);
  database.close();
  await expect(kept.report(empty)).rejects.toMatchObject({
    code: 'damaged',
    message: /no run that could be played\.$/,
  });
  await expect(kept.report(newer)).rejects.toMatchObject({ code: 'damaged', message: /version 99/ });
  await expect(kept.report(torn)).rejects.toMatchObject({ code: 'damaged', message: /can’t be read any more/ });
  await kept.delete(torn);
  expect(minutes(await kept.list())).toEqual([2, 1]);
});

test.each([
  ['isn’t there', () => vi.stubGlobal('indexedDB', undefined)],
  [
    'refuses',
    () =>
      vi.stubGlobal('indexedDB', {
        open: () => {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        },
      }),
  ],
])('where storage %s every call is refused with a sentence', async (_, without) => {
  without();
  const kept = history();
  const calls = [kept.list(), kept.keep(made(1), 'F'), kept.report('x'), kept.delete('x'), kept.clear()];
  for (const call of await Promise.allSettled(calls))
    expect(call).toMatchObject({ status: 'rejected', reason: { code: 'unavailable', message: /\.$/ } });
  // Storage may be allowed later.
  vi.stubGlobal('indexedDB', new IDBFactory());
  await kept.keep(made(1), 'F');
  expect(await kept.list()).toHaveLength(1);
});

test('where there is no room the run is refused with a sentence, and nothing is lost', async () => {
  const kept = history();
  await kept.keep(made(1), 'F');
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('No room.', 'QuotaExceededError');
  });
  await expect(kept.keep(made(2), 'F')).rejects.toMatchObject({ code: 'full', message: /no room left.*\.$/ });
  vi.restoreAllMocks();
  expect(minutes(await kept.list())).toEqual([1]);
  await expect(history({ runs: 3, bytes: 500 }).keep(made(3, 2000), 'F')).rejects.toMatchObject({ code: 'too-large' });
});

test('other tabs are told of changes, and one’s own aren’t', async () => {
  const [own, other] = [history(), history()];
  const [told, heard] = [vi.fn(), vi.fn()];
  const stop = [own.watch(told), other.watch(heard)];
  await own.keep(made(1), 'F');
  await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1));
  await own.delete(idOf(made(1)));
  await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(2));
  expect(told).not.toHaveBeenCalled();
  for (const end of stop) end();
  await own.clear();
  expect(heard).toHaveBeenCalledTimes(2);
});

test('a browser without channels keeps runs all the same', async () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  const kept = history();
  kept.watch(() => {});
  await kept.keep(made(1), 'F');
  expect(await kept.list()).toHaveLength(1);
});

test('the database is given up when another tab needs it, and opened anew afterwards', async () => {
  const kept = history();
  await kept.keep(made(1), 'F');
  // Would wait for ever if it were held.
  await deleteDB(NAME);
  expect(await kept.list()).toEqual([]);
  await kept.keep(made(2), 'F');
  expect(minutes(await kept.list())).toEqual([2]);
});
