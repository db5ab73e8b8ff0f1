// npm test: everything that must hold, in the order in which it is cheapest to learn that it doesn't.

import { bringBrowser } from './browsers.mjs';
import { build } from './build.mjs';
import { prepare, root, run, say, xtask } from './tools.mjs';

prepare();
// What is built once gains nothing from being prepared for the next time.
process.env.CARGO_INCREMENTAL = '0';
const node = (script, ...args) => run(process.execPath, [`node_modules/${script}`, ...args], { cwd: root });
const cargo = (...args) => run('cargo', args);

say('Formatters');
cargo('fmt', '--all', '--check');
node('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.');

say('Rust: clippy');
// Natively with every feature, and the browser's side for the browser.
const all = ['--workspace', '--all-features', '--all-targets', '--locked', '--quiet'];
cargo('clippy', ...all, '--', '--deny', 'warnings');
const browserSide = [
  '--package',
  'kernels',
  '--package',
  'web',
  '--package',
  'web-charts',
  '--features',
  'web/lane,web/decoder,web/encoder',
];
run(
  'cargo',
  ['clippy', ...browserSide, '--target', 'wasm32-unknown-unknown', '--locked', '--quiet', '--', '--deny', 'warnings'],
  {
    env: { ...process.env, RUSTFLAGS: '-Ctarget-feature=+simd128' },
  },
);

say('Rust: tests');
// There are no examples in documentation to be run, and looking for them takes a while.
cargo('test', ...all.filter((flag) => flag !== '--all-targets'), '--lib', '--bins', '--tests');

say('The rules of the house');
xtask('check');

build();

say('WebAssembly in Node: the same bytes from every build');
run(process.execPath, ['crates/kernels/tests/rows-check.mjs'], { cwd: root });

say('TypeScript: types');
node('typescript/bin/tsc', '--project', '.');

say('Browsers');
console.log(`chromium: ${bringBrowser('chromium')}\nfirefox: ${bringBrowser('firefox')}`);

say('Front-end and browser tests');
node('vitest/vitest.mjs', 'run');
