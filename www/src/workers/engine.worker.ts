// The coordinator of an engine: a host in a worker of its own.

import { expose } from 'comlink';

import { SILENCE_MS } from '../engines/watch.js';
import { createHost } from './host.js';

let said = 0;

// A sign of life leaves the worker even while it is busy. It is a plain word, so that nobody takes it for an answer.
const host = createHost((sign) => {
  const now = performance.now();
  if (sign === 'alive' && now - said < SILENCE_MS / 10) return;
  said = now;
  postMessage(sign);
});

expose(host);
