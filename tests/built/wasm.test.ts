// What was built is what was meant: read from the files themselves.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const FLAVOURS = ['threads', 'simd', 'scalar', 'decoder', 'encoder', 'batch', 'batch-threads', 'charts'] as const;
type Flavour = (typeof FLAVOURS)[number];

const path = (flavour: Flavour): string => `www/src/generated/wasm/${flavour}/module_bg.wasm`;

/** A module as text. */
function text(flavour: Flavour): string {
  const { stdout, status } = spawnSync(
    process.execPath,
    ['node_modules/binaryen/bin/wasm-dis', '--all-features', path(flavour)],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 29,
    },
  );
  if (status !== 0) throw new Error(`${path(flavour)} can't be read`);
  return stdout;
}

/** Names of vector types and of the instructions on them. */
const VECTOR = /\((?:v128|i8x16|i16x8|i32x4|i64x2|f32x4|f64x2)\./g;

test('the threads build imports a shared memory with a limit, and makes none of its own', () => {
  const module = text('threads');
  expect(module).toMatch(/\(import "[^"]*" "memory" \(memory [^)]*shared\)/);
  expect(module).toMatch(/\.atomic\./);
  expect(readFileSync('www/src/generated/wasm/threads/module.js', 'utf8')).toMatch(/shared:\s*true/);
});

test('panics unwind in the threads build: it throws and catches', () => {
  expect(text('threads')).toMatch(/\(throw|\(rethrow|\(try/);
  expect(text('simd')).not.toMatch(/\(try/);
});

test('the scalar build has no SIMD instruction; the others that should have them do', () => {
  expect(text('scalar').match(VECTOR)).toBeNull();
  expect(text('simd').match(VECTOR)?.length).toBeGreaterThan(100);
  for (const flavour of ['threads', 'batch', 'batch-threads'] as const)
    expect(text(flavour).match(VECTOR)?.length, flavour).toBeGreaterThan(100);
});

// Gzipped, as hosts send them. An engine holds two dozen kernels, and is fetched when a race starts, not before. A build that grows beyond its limit needs a reason, and a change here.
test.each([
  ['threads', 280_000],
  ['simd', 215_000],
  ['scalar', 190_000],
  ['decoder', 330_000],
  ['encoder', 130_000],
  // Decoders and every kernel; fetched when a batch is started.
  ['batch', 560_000],
  ['batch-threads', 625_000],
  // Twelve charts and a waterfall. Those of batches took it beyond 285,000; several reports in one, and all that a stranger's is refused for, to 325,000.
  ['charts', 330_000],
] as const)('the %s build has at most %i bytes, gzipped', (flavour, limit) => {
  expect(gzipSync(readFileSync(path(flavour))).length).toBeLessThanOrEqual(limit);
});
