// All that the page knows, as one immutable value. Views are functions of it.

import type { Pixels } from '../engines/engine.js';
import type { HistoryEntry } from '../history/history.js';
import type { Equality, FigureId, KernelSettings, Report, Size, Summary } from '../generated/model.js';
import type { Setup } from '../setup.js';
import type { NamedReport } from '../workers/charts.worker.js';

/** A picture the visitor gave, or the sample. */
export type PictureEntry = {
  readonly id: string;
  readonly origin: 'file' | 'sample';
  readonly name: string;
  readonly sizeBytes: number;
} & (
  | { readonly state: 'reading' }
  | {
      readonly state: 'ready';
      readonly file: Blob;
      readonly size: Size;
      readonly preview: ImageBitmap;
      /** Its pixels; the sample's are decoded only when it races. */
      readonly decoded: { readonly pixels: Pixels; readonly decodeMs: number; readonly byBrowser: boolean } | undefined;
    }
  | { readonly state: 'failed'; readonly code: string; readonly message: string }
);

/** How far a race is. */
export interface RaceProgress {
  /** Runs finished, warm-ups included. */
  readonly runs: number;
  /** The share that is done, from 0 to 1, as far as it can be guessed. */
  readonly share: number;
  /** The measured round under way, from 1; none while engines warm up. */
  readonly round: number | undefined;
  /** At most, or just as many. */
  readonly rounds: number;
  readonly secondsLeft: number | undefined;
  /** Why it stands still, in a sentence, if it does. */
  readonly paused?: string | undefined;
}

/** A race, from the press of the button to its end. A race that stops early keeps the report of what was done. */
export type Race =
  | { readonly state: 'idle' }
  | { readonly state: 'loading' }
  | { readonly state: 'running'; readonly progress: RaceProgress }
  | { readonly state: 'done' }
  | { readonly state: 'cancelled' }
  | { readonly state: 'failed'; readonly code: string; readonly message: string };

/** Whether a race is on: nothing else may be measured or drawn beside it. */
export const isUnderWay = (state: Race['state']): boolean => state === 'loading' || state === 'running';

/** What the last race left behind, as far as it has come. */
export interface Results {
  /** The report, also while it grows. */
  readonly report: Report | undefined;
  /** What it says; of an earlier stage of the report while that grows. */
  readonly summary: Summary | undefined;
  /** Reports that are laid over it in the charts. */
  readonly others: readonly NamedReport[];
  /** What the charts are of: the report and the others. */
  readonly shown: readonly NamedReport[];
  /** The charts that have something to show of any of them. */
  readonly figures: readonly FigureId[];
  /** What the modes in the charts are called. */
  readonly modes: readonly string[];
  /** What was set up for it. */
  readonly setup: Setup | undefined;
  readonly equality: Equality | null;
  readonly pictureId: string | undefined;
  readonly result: ImageBitmap | undefined;
  readonly resultSize: Size | undefined;
  /** Whether the report was opened, not measured just now. */
  readonly opened: boolean;
  /** Whether it is an earlier run of this browser's. */
  readonly earlier: boolean;
}

export interface State {
  readonly pictures: readonly PictureEntry[];
  readonly selected: string | undefined;
  readonly kernel: KernelSettings;
  readonly setup: Setup;
  readonly race: Race;
  readonly results: Results;
  /** Why files or links could not be opened, as sentences. */
  readonly unopened: readonly string[];
  /** The last runs that this browser keeps, the newest first; empty until they have been listed. */
  readonly history: readonly HistoryEntry[];
  /** Why a run could not be kept, opened or deleted, as a sentence; empty if all went well. */
  readonly historyProblem: string;
}

export const noResults: Results = {
  report: undefined,
  summary: undefined,
  others: [],
  shown: [],
  figures: [],
  modes: [],
  setup: undefined,
  equality: null,
  pictureId: undefined,
  result: undefined,
  resultSize: undefined,
  opened: false,
  earlier: false,
};

/** The entry of the chosen picture. */
export function selectedPicture(state: State): PictureEntry | undefined {
  return state.pictures.find((entry) => entry.id === state.selected);
}
