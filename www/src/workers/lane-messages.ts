// What a share-nothing worker and the thread that leads it say to each other.

import type { Flavour } from '../engines/flavours.js';
import type { Task } from '../engines/instance.js';
import type { KernelSettings, Passing, Size } from '../generated/model.js';

/** A task, with the rows it needs. What is new to the worker since its last task comes with it. */
export interface TaskMessage {
  readonly type: 'task';
  readonly task: Task;
  readonly slab: Uint8Array<ArrayBuffer>;
  /** Memory for the rows to be made, if there is some to be used again. */
  readonly room: ArrayBuffer | undefined;
  /** A new run. */
  readonly begin: { readonly kernel: KernelSettings; readonly size: Size } | undefined;
  /** What all lanes counted, added up. */
  readonly counts: Int32Array | undefined;
  readonly passing: Passing;
}

/** A task done: when, on the clock that all threads share; and what came of it. */
export interface Done {
  readonly type: 'done';
  readonly task: Task;
  /** Received; slab copied in; worked; result copied out. */
  readonly stamps: readonly [number, number, number, number];
  readonly rows: Uint8Array<ArrayBuffer> | undefined;
  readonly counts: Int32Array | undefined;
  /** The slab's memory, to be used again. */
  readonly slab: ArrayBuffer | undefined;
}

/** To a lane. */
export type ToLane =
  { readonly type: 'start'; readonly flavour: Flavour; readonly module: WebAssembly.Module } | TaskMessage;

/** From a lane; `alive` is a sign of life, `up` says that it can hear. */
export type FromLane =
  | 'up'
  | 'alive'
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly code: string; readonly message: string }
  | Done;
