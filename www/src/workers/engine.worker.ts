// The coordinator of an engine: a host in a worker of its own.

import { expose } from 'comlink';

import { SILENCE_MS } from '../engines/watch.js';
import { createHost } from './host.js';

let last: 'alive' | 'serial' = 'alive';
let said = 0;

// A sign of life leaves the worker even while it is busy. It is a plain word, so that nobody takes it for an answer.
const host = createHost((sign) => {
  const now = performance.now();
  // The end of serial work is always told.
  if (sign === 'alive' && last === 'alive' && now - said < SILENCE_MS / 10) return;
  [last, said] = [sign, now];
  postMessage(sign);
});

expose(host);
postMessage('up');
