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
  'reduce-then-map': {
    word: 'the whole picture first',
    meaning:
      'The picture is surveyed before the first pixel can be made. Threads survey their own parts; then all wait until the parts are added up.',
  },
  uneven: {
    word: 'uneven rows',
    meaning: 'Some rows take far longer than others. Threads wait for the slowest, unless the work is dealt out well.',
  },
  dependent: {
    word: 'each pixel waits for others',
    meaning:
      'A pixel can only be made after its neighbours. There is nothing to share: it runs on one thread in every mode.',
  },
};
