/** Types of the package: what `docs/embedding.md` describes. A test compiles a page against them, and them against the element. */

/** How it runs, the best first. */
export type Tier = 'threads' | 'workers' | 'one-worker' | 'replay' | 'picture';

/** A report of version 1; the site's `report.schema.json` describes it whole. */
export interface Report {
  readonly version: number;
  readonly created: string;
  readonly [field: string]: unknown;
}

/** What the last report can be saved as. */
export type FileKind = 'svg' | 'animated' | 'png' | 'html';

export interface FileOptions {
  /** Colours of a drawing; else those that are shown. */
  readonly theme?: 'light' | 'dark' | 'print' | undefined;
  /** Pixels of a PNG for each of the drawing's; else 2. */
  readonly scale?: 1 | 2 | 3 | 4 | undefined;
}

export interface FourToastersEventMap {
  started: CustomEvent<object>;
  /** From 0 to 1. */
  progress: CustomEvent<number>;
  report: CustomEvent<Report>;
  /** It ended without a report, or was paused. */
  stopped: CustomEvent<object>;
  tier: CustomEvent<{ readonly tier: Tier; readonly reason: string }>;
}

export declare class FourToasters extends HTMLElement {
  /** The site's address, with a slash at its end. */
  get base(): string;
  /** Known once the frame has answered. */
  get tier(): Tier | undefined;
  /** Runs it: live in the frame, else recorded. Resolved at its end, or when it is stopped. Asked again meanwhile, it is the same run. */
  run(): Promise<void>;
  stop(): void;
  /** The last report as a file: what was run here, else what was recorded. Rejected with a sentence. */
  file(kind: FileKind, options?: FileOptions): Promise<File>;
  addEventListener<K extends keyof FourToastersEventMap>(
    type: K,
    listener: (this: FourToasters, event: FourToastersEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'four-toasters': FourToasters;
  }
}
