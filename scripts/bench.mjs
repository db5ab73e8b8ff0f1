// npm run bench: the kernels, the modes and the page by themselves. npm run bench -- --modes: the modes alone.
// npm run bench -- --aa: whether experiments tell what is the same from what isn't. npm run bench -- --peers: the kernels beside other image libraries.
// npm run bench -- --requests: a hundred requests. npm run bench -- --batch: two hundred X-rays; --batch-many: ten thousand. npm run bench -- --spans: a chart of
// twenty thousand spans.
// The options are those of tests/bench/options.mjs.

import { options } from '../tests/bench/options.mjs';
import { prepare } from './tools.mjs';

// First: the benchmarks import what it brings.
prepare();
if (options.peers) {
  await import('../tests/bench/peers.mjs');
} else if (options.aa) {
  await import('../tests/bench/aa.mjs');
} else if (options.modes) {
  await import('../tests/bench/modes.mjs');
} else if (options.batch) {
  await import('../tests/bench/batch.mjs');
} else if (options['batch-many']) {
  await import('../tests/bench/batch-many.mjs');
} else if (options.spans) {
  await import('../tests/bench/spans.mjs');
} else if (options.requests) {
  await import('../tests/bench/requests.mjs');
} else {
  await import('../tests/bench/kernels.mjs');
  if (!options.huge && !options.only) {
    await import('../tests/bench/modes.mjs');
    await import('../tests/bench/page.mjs');
  }
}
