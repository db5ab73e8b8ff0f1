/** How charts are drawn for paper. */
import type { Drawing } from '../generated/model.js';

/** As wide as what is printable of A4, or of a letter, in CSS pixels; all of it, in paper's colours. */
export const ON_PAPER: Drawing = { width: 680, theme: 'print', windowMs: null };
