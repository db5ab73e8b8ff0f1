// Where pictures lie, so that handing one to another thread copies nothing: in shared memory on an isolated page; elsewhere in
// memory of one owner, which is transferred.

/** Room for this many bytes, shared where the page may. */
export function room(bytes: number): Uint8Array<ArrayBufferLike> {
  return new Uint8Array(globalThis.crossOriginIsolated ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
}

/** Memory of some sizes, made once for each: what lay there before is of no use to anybody. */
export class Rooms<T extends Uint8Array<ArrayBufferLike>> {
  readonly #make: (bytes: number) => T;
  readonly #made = new Map<number, T>();

  constructor(make: (bytes: number) => T) {
    this.#make = make;
  }

  /** Room for this many bytes: the same whenever it is asked for. */
  of(bytes: number): T {
    const known = this.#made.get(bytes);
    if (known) return known;
    const fresh = this.#make(bytes);
    this.#made.set(bytes, fresh);
    return fresh;
  }
}

/** Whether these bytes are seen by several threads at once. */
export function isShared(bytes: Uint8Array<ArrayBufferLike>): boolean {
  return typeof SharedArrayBuffer !== 'undefined' && bytes.buffer instanceof SharedArrayBuffer;
}

/** What must be transferred to hand these bytes over: nothing where they are shared. */
export function transferables(...all: readonly Uint8Array<ArrayBufferLike>[]): ArrayBuffer[] {
  return all.filter((bytes) => !isShared(bytes)).map((bytes) => bytes.buffer as ArrayBuffer);
}
