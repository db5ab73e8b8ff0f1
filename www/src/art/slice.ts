/** A slice of toast, 20 × 20, with the two ears a loaf tin gives it. The marks and the drawings share it. */
export const SLICE = [
  'M2.6 17.4V8.9C1.2 8.2.6 7 .8 5.6 1.1 3.4 3 2 5.2 2h9.6c2.2 0 4.1 1.4 4.4 3.6.2 1.4-.4 2.6-1.8 3.3',
  'v8.5a1.6 1.6 0 0 1-1.6 1.6H4.2a1.6 1.6 0 0 1-1.6-1.6z',
].join('');
