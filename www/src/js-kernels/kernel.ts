// What a kernel of the mode `js` is: the ordinary loop that a JavaScript programmer would write, with the result of the
// kernel of that name in crates/kernels.

import type { Pixels } from '../engines/engine.js';
import type { ParamValues, Size } from '../generated/model.js';

/**
 * Renders the rows `first` to before `end` of the result into `out`, which starts with the first of them.
 *
 * Rows come in order from the top, each once, in strips of any height: so what one row leaves behind can serve the next.
 */
export type RenderRows = (first: number, end: number, out: Uint8Array) => void;

/** A kernel as an ordinary loop. */
export interface JsKernel {
  /** As in the catalogue. */
  readonly name: string;
  /** Size of the result, if it isn't the source's. */
  readonly outputSize?: (source: Size, params: ParamValues) => Size;
  /** Prepares one pass over a picture. The parameters are checked, and complete (see `complete` in parameters.ts). */
  readonly plan: (source: Pixels, params: ParamValues) => RenderRows;
}
