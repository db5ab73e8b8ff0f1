// What a batch is made of: names and a way to the bytes, which are read when their turn comes and not before.

import { formatBytes } from '../elements/format.js';
import type { FileFault, Span } from '../generated/model.js';

/** One input. */
export interface BatchFile {
  /** With its folders where they are known. */
  readonly name: string;
  /** Bytes in the file. */
  readonly size: number;
  /** The file; of an archive, taken out of it now. */
  open(): Promise<Blob>;
}

/** The fault of a file whose bytes can't be had. */
export const UNREADABLE: FileFault = {
  code: 'unreadable',
  message: 'The file could not be read: it was moved, changed or removed, or the disk refused it.',
};

/** Bytes of the largest file that is read: lanes have several in memory, whole. Films lie in folders of photos. */
export const MOST_FILE_BYTES = 250_000_000;

/** The file, or why it isn't read. */
export async function opened({ size, open }: BatchFile): Promise<Blob | FileFault> {
  if (size > MOST_FILE_BYTES) {
    const message = `The file has ${formatBytes(size)}; a batch reads files of up to ${formatBytes(MOST_FILE_BYTES)}.`;
    return { code: 'too-large', message };
  }
  try {
    return await open();
  } catch {
    return UNREADABLE;
  }
}

/** What became of a file, as the WebAssembly says it; times in milliseconds on the clock that all threads share. */
export interface Made {
  readonly width: number;
  readonly height: number;
  /** 1 for levels of grey, 3 for red, green and blue. */
  readonly channels: 1 | 3;
  readonly fullWidth: number;
  readonly fullHeight: number;
  readonly startMs: number;
  readonly decodedMs: number;
  readonly endMs: number;
  readonly pixels: Uint8Array<ArrayBuffer>;
}

/** How a file ended: with a result or with a fault; and when which lane was at it, on that same clock. */
export interface Outcome {
  /** Index in the list. */
  readonly file: number;
  readonly spans: readonly Span[];
  readonly made?: Made | undefined;
  readonly fault?: FileFault | undefined;
}

/** The spans of a file that was made on a lane. `read` is when the lane waited for the bytes, if it did. */
export function spansOf(file: number, lane: number, made: Made | undefined, read?: readonly [number, number]): Span[] {
  const span = (stage: Span['stage'], startMs: number, endMs: number): Span[] =>
    endMs > startMs ? [{ lane, startMs, endMs, firstRow: file, endRow: file + 1, stage }] : [];
  return [
    ...(read ? span('copy-in', ...read) : []),
    ...(made ? [...span('decode', made.startMs, made.decodedMs), ...span('render', made.decodedMs, made.endMs)] : []),
  ];
}
