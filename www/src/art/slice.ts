/** A slice of toast, 20 × 20, with the two ears a loaf tin gives it. The marks and the drawings share it. */
export const SLICE = [
  'M2 17.3V9.1C1 8.4.5 7.3.6 5.9.8 3.6 2.7 2 5.2 2h9.6c2.5 0 4.4 1.6 4.6 3.9.1 1.4-.4 2.5-1.4 3.2',
  'v8.2a1.7 1.7 0 0 1-1.7 1.7H3.7A1.7 1.7 0 0 1 2 17.3z',
].join('');
