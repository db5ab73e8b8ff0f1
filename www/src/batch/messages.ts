// What a lane, or whoever leads a pool, and the page say to each other.

import type { FileFault, Recipe } from '../generated/model.js';
import type { Made } from './files.js';

/** RGBA that the browser's own decoder read. */
export interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** To a lane that shares nothing. */
export type ToLane =
  | { readonly type: 'start'; readonly module: WebAssembly.Module; readonly recipe: Recipe }
  | { readonly type: 'file'; readonly file: number; readonly from: Blob | Uint8Array<ArrayBuffer> | Decoded }
  | {
      readonly type: 'xray';
      readonly file: number;
      readonly seed: number;
      readonly folder: string;
      readonly name: string;
    };

/** From a lane. */
export type FromLane =
  | 'up'
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly code: string; readonly message: string }
  | {
      readonly type: 'done';
      readonly file: number;
      readonly made?: Made;
      readonly fault?: FileFault;
      /** The instance is of no use any more. */
      readonly dead?: boolean;
      /** When the lane waited for the bytes. */
      readonly read?: readonly [number, number];
    }
  /** An X-ray was drawn: its size, and its bytes unless they are in the folder. */
  | { readonly type: 'drawn'; readonly file: number; readonly size: number; readonly bytes?: Uint8Array<ArrayBuffer> };

/** To the thread that leads a pool. */
export type ToPool =
  | { readonly type: 'start'; readonly module: WebAssembly.Module; readonly recipe: Recipe; readonly threads: number }
  | { readonly type: 'file'; readonly file: number; readonly blob: Blob };

/** From the thread that leads a pool. */
export type FromPool =
  | 'up'
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly code: string; readonly message: string }
  | {
      readonly type: 'done';
      readonly file: number;
      readonly lane: number;
      readonly made?: Made;
      readonly fault?: FileFault;
    };
