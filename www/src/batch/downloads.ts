// What a visitor takes home: the stacked array, the thumbnails, the tables.

import { csvOf } from '../elements/download.js';
import type { BatchReport, Table } from '../generated/model.js';
import { stackable, withChannels, type Results } from './results.js';
import type { Thumbnails } from './thumbnails.worker.js';
import { wayOf } from './ways/index.js';

/**
 * The header of an array file of version 1.0, as NumPy's documentation of its format has it (numpy.lib.format): magic, version, length of the
 * description, and the description, padded so that the data begin at a multiple of 64.
 */
export function npyHeader(shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const description = `{'descr': '|u1', 'fortran_order': False, 'shape': ${tuple}, }`;
  const before = 10;
  const padded = description.padEnd(Math.ceil((before + description.length + 1) / 64) * 64 - before - 1) + '\n';
  const bytes = new Uint8Array(before + padded.length);
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0]);
  new DataView(bytes.buffer).setUint16(8, padded.length, true);
  bytes.set(new TextEncoder().encode(padded), before);
  return bytes;
}

/** The results in one array of bytes, N × height × width or N × height × width × 3, in the order of the list. Throws a sentence. */
export function npyOf(results: Results): Blob {
  const all = results.entries().map(([, result]) => result);
  const stack = stackable(all);
  if (typeof stack === 'string') throw new Error(stack);
  const { width, height, channels } = stack;
  const shape = [all.length, height, width, ...(channels === 3 ? [3] : [])];
  return new Blob([npyHeader(shape), ...all.map((result) => withChannels(result, channels))]);
}

/** Which row of the array is which file. */
export function indexOf(results: Results, names: readonly string[]): Table {
  return {
    columns: ['row', 'file'],
    rows: results.entries().map(([file], row) => [String(row), names[file] ?? '']),
  };
}

/** The results as PNG files in a .zip, with the table of the array's rows. Made in a worker of its own, which ends with it. Rejected with a sentence. */
export function thumbnails(results: Results, names: readonly string[]): Promise<Blob> {
  const worker = new Worker(new URL('./thumbnails.worker.ts', import.meta.url), { type: 'module', name: 'thumbnails' });
  const asked: Thumbnails = {
    index: csvOf(indexOf(results, names)),
    pictures: results.entries().map(([file, result]) => ({ name: pngName(file, names[file] ?? ''), result })),
  };
  return new Promise<Blob>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Blob | string>) => {
      if (data === 'up') worker.postMessage(asked);
      else if (typeof data === 'string') reject(new Error(data));
      else resolve(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error('The .zip could not be made: its worker stopped. The array has all results.'));
    };
  }).finally(() => worker.terminate());
}

/** A name that is unique, sorts as the list does, and leads into no other folder. */
export function pngName(file: number, name: string): string {
  const last = name.split(/[\\/]/).pop() ?? '';
  const plain = last.replace(/\.[^.]*$/, '').replace(/[^\p{L}\p{N}._ -]+/gu, '_');
  return `${String(file + 1).padStart(5, '0')}-${plain || 'picture'}.png`;
}

/** Every file of every run, a line each. */
export function tableOf(report: BatchReport): Table {
  return {
    columns: ['way', 'lanes', 'chunksize', 'file', 'bytes', 'width', 'height', 'done ms', 'fault', 'message'],
    rows: report.runs.flatMap(({ way, lanes, chunksize, records }) =>
      records.map(({ name, bytes, width, height, doneMs, fault }) => [
        wayOf(way).label,
        String(lanes),
        String(chunksize),
        name,
        String(bytes),
        width ? String(width) : '',
        height ? String(height) : '',
        doneMs === null ? '' : doneMs.toFixed(2),
        fault?.code ?? '',
        fault?.message ?? '',
      ]),
    ),
  };
}
