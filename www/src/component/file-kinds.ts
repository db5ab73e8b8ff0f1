/** Which files an element can make of its report, and how. Authors read of them in `docs/embedding.md`. */
import type { PngScale } from '../exports/size.js';
import type { Theme } from '../generated/model.js';

/** What is offered, in this order, as it is called. */
export const FILE_KINDS = {
  svg: 'SVG',
  animated: 'Animated SVG',
  png: 'PNG',
  html: 'HTML',
} as const;
export type FileKind = keyof typeof FILE_KINDS;

export interface FileOptions {
  /** Colours of a drawing; else those that are shown. A report as HTML has both, as its reader prefers. */
  readonly theme?: Theme | undefined;
  /** Pixels of a PNG for each of the drawing's; else 2. */
  readonly scale?: PngScale | undefined;
}

/** What files are made of. */
export interface FileSource {
  readonly report: unknown;
  /** Where the same can be run. */
  readonly link?: string | undefined;
  /** The whole report as HTML, where a frame with charts has made it. */
  readonly page?: string | undefined;
}

/** The module that makes them, which is loaded with the first one. */
export interface Exports {
  /** A file with a name. Rejected with a sentence. */
  fileOf(source: FileSource, kind: FileKind, options: FileOptions): Promise<File>;
}
