/** What the page says of a kernel's shape. */
import type { Shape } from '../generated/model.js';

export const SHAPES: Record<Shape, { readonly word: string; readonly meaning: string }> = {
  point: {
    word: 'each pixel alone',
    meaning:
      'No pixel looks at another. There is little work for every byte, so memory sets the pace, not the threads.',
  },
  stencil: {
    word: 'pixels and their neighbours',
    meaning: 'Each pixel is made from those around it. There is plenty of work, and bands of rows can be done apart.',
  },
  geometry: {
    word: 'rows from elsewhere',
    meaning: 'Each row is made from other rows of the picture. How far it must reach decides how much memory is read.',
  },
  uneven: {
    word: 'uneven rows',
    meaning: 'Some rows take far longer than others. Threads wait for the slowest, unless the work is dealt out well.',
  },
};
