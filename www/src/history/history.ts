/**
 * The last runs, kept in this browser and nowhere else (IndexedDB). What a list shows of a run lies in one store and its report, packed, in
 * another, so that no report is read before it is wanted. Where the browser keeps nothing for the page, every call is rejected with a sentence:
 * whoever calls goes on without.
 */
import type { DBSchema, IDBPDatabase, IDBPObjectStore } from 'idb';

import type { Report } from '../generated/model.js';
import { deflated, inflated } from '../links/deflate.js';
import { idOf, openedReport } from '../links/opened.js';

/** How much is kept: of more, the oldest goes first. */
export interface Limits {
  readonly runs: number;
  /** Of all reports together, packed. */
  readonly bytes: number;
}

export const LIMITS: Limits = { runs: 30, bytes: 30_000_000 };

/** What a list shows of a run. */
export interface HistoryEntry {
  /** The same for the same report. */
  readonly id: string;
  /** As in the report: an ISO 8601 date and time in UTC. */
  readonly createdAt: string;
  /** What was done, on what. */
  readonly words: string;
  /** What came of it. */
  readonly finding: string;
  /** What its report takes, packed. */
  readonly bytes: number;
}

/** The browser keeps nothing for the page, has no room left; a report is larger than all may be, was deleted, can't be read any more. */
export type HistoryTrouble = 'unavailable' | 'full' | 'too-large' | 'gone' | 'damaged';

/** Why a run could not be kept, listed, read or deleted, as a sentence. */
export class HistoryError extends Error {
  readonly code: HistoryTrouble;

  constructor(code: HistoryTrouble, sentence: string) {
    super(sentence);
    this.code = code;
  }
}

interface Schema extends DBSchema {
  entries: { key: string; value: HistoryEntry };
  reports: { key: string; value: Uint8Array<ArrayBuffer> };
}

type StoreName = 'entries' | 'reports';
type Stores = { readonly [Name in StoreName]: IDBPObjectStore<Schema, StoreName[], Name, 'readwrite'> };

/** Of the database, and of the channel on which tabs tell each other of changes. */
const NAME = 'four-toasters-history';
const VERSION = 1;

export class History {
  readonly #describe: (report: Report) => string;
  readonly #limits: Limits;
  #database: Promise<IDBPDatabase<Schema>> | undefined;
  #channel: BroadcastChannel | undefined;

  /** `describe` says what a report is of. */
  constructor(describe: (report: Report) => string, limits = LIMITS) {
    this.#describe = describe;
    this.#limits = limits;
  }

  /** The runs that are kept, the newest first. */
  async list(): Promise<HistoryEntry[]> {
    const entries = await this.#using((database) => database.getAll('entries'));
    return entries.reverse();
  }

  /** Keeps a run. The same report twice is one run; of too many, the oldest go. */
  async keep(report: Report, finding: string): Promise<void> {
    const packed = await deflated(JSON.stringify(report));
    const entry: HistoryEntry = {
      id: idOf(report),
      createdAt: report.created,
      words: this.#describe(report),
      finding,
      bytes: packed.length,
    };
    if (entry.bytes > this.#limits.bytes)
      throw new HistoryError(
        'too-large',
        `This run was not kept in the browser: its report is larger than the ${this.#limits.bytes / 1e6} MB that all of them may take. Save it as a file.`,
      );
    await this.#change(async ({ entries, reports }) => {
      const others = (await entries.getAll()).filter(({ id }) => id !== entry.id).reverse();
      const leaving = surplus([entry, ...others], this.#limits);
      await Promise.all([
        ...leaving.flatMap(({ id }) => [entries.delete(id), reports.delete(id)]),
        entries.put(entry),
        reports.put(packed, entry.id),
      ]);
    });
  }

  /** A run's report, checked like one from elsewhere: what was kept long ago may be of another version. */
  async report(id: string): Promise<Report> {
    const packed = await this.#using((database) => database.get('reports', id));
    if (!packed)
      throw new HistoryError('gone', 'This run is not kept any more. It may have been deleted in another tab.');
    let value: unknown;
    try {
      value = JSON.parse(await inflated(packed));
    } catch {
      throw new HistoryError(
        'damaged',
        'The report of this run can’t be read any more. Delete it; the others are safe.',
      );
    }
    try {
      return openedReport(value);
    } catch (error) {
      throw new HistoryError('damaged', `This run can’t be shown. ${(error as Error).message}`);
    }
  }

  /** Deletes a run; one that is gone already is no error. */
  async delete(id: string): Promise<void> {
    await this.#change(({ entries, reports }) => Promise.all([entries.delete(id), reports.delete(id)]));
  }

  /** Deletes all that is kept. */
  async clear(): Promise<void> {
    await this.#change(({ entries, reports }) => Promise.all([entries.clear(), reports.clear()]));
  }

  /** Calls `changed` whenever another tab has kept or deleted a run; returns the way to stop. */
  watch(changed: () => void): () => void {
    const channel = openChannel();
    this.#channel = channel;
    channel?.addEventListener('message', changed);
    return () => {
      channel?.close();
      this.#channel = undefined;
    };
  }

  /** Changes both stores in one transaction, so that they can't disagree, and tells the other tabs. */
  async #change(work: (stores: Stores) => Promise<unknown>): Promise<void> {
    await this.#using(async (database) => {
      const change = database.transaction(['entries', 'reports'], 'readwrite');
      const stores = { entries: change.objectStore('entries'), reports: change.objectStore('reports') };
      await Promise.all([work(stores), change.done]);
    });
    this.#channel?.postMessage('changed');
  }

  async #using<T>(work: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
    try {
      return await work(await (this.#database ??= this.#open()));
    } catch (error) {
      throw troubleWith(error);
    }
  }

  async #open(): Promise<IDBPDatabase<Schema>> {
    const forget = (): void => (this.#database = undefined);
    try {
      // Loaded when it is first needed: nobody waits for it.
      const { openDB } = await import('idb');
      const database = await openDB<Schema>(NAME, VERSION, {
        upgrade(made) {
          made.createObjectStore('entries', { keyPath: 'id' });
          made.createObjectStore('reports');
        },
        // A later version of this page, in another tab, needs the database for itself.
        blocking() {
          forget();
          database.close();
        },
        // As when a visitor clears what the site has stored.
        terminated: forget,
      });
      return database;
    } catch (error) {
      forget();
      throw error;
    }
  }
}

/** What must go of these runs, the first of which stays. */
function surplus(runs: readonly HistoryEntry[], limits: Limits): HistoryEntry[] {
  let bytes = 0;
  return runs.filter((run, i) => {
    bytes += run.bytes;
    return i >= limits.runs || bytes > limits.bytes;
  });
}

function troubleWith(error: unknown): HistoryError {
  return (error as Error).name === 'QuotaExceededError'
    ? new HistoryError(
        'full',
        'This run was not kept: the browser has no room left for this site. Save it as a file, or delete earlier runs.',
      )
    : new HistoryError(
        'unavailable',
        'The browser keeps nothing for this page at the moment, as in some private windows, so there are no earlier runs to come back to. Save a report as a file to keep it.',
      );
}

/** Where a browser refuses a channel, a list is right again after the next change in its own tab. */
function openChannel(): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(NAME);
  } catch {
    return undefined;
  }
}
