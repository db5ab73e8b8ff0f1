// The kernels as ordinary loops give what the built WebAssembly gives: to the byte, or within the level they state.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import type { Pixels } from '../../www/src/engines/engine.js';
import { catalog } from '../../www/src/generated/catalog.js';
import type { KernelInfo, ParamValues, Size } from '../../www/src/generated/model.js';
import { initSync, Engine } from '../../www/src/generated/wasm/simd/module.js';
import { jsKernels } from '../../www/src/js-kernels/index.js';
import type { JsKernel } from '../../www/src/js-kernels/kernel.js';
import { complete } from '../../www/src/parameters.js';

// The engine reads the clock of the worker it is in. Node's global object has the same clock, but isn't called a worker.
Object.assign(globalThis, { WorkerGlobalScope: { [Symbol.hasInstance]: () => true } });
initSync({ module: readFileSync('www/src/generated/wasm/simd/module_bg.wasm') });
const engine = new Engine();

/** The same random bytes for the same seed (xorshift). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 255;
  };
}

type Alpha = 'opaque' | 'random' | 'regions';

function picture(width: number, height: number, alpha: Alpha): Pixels {
  const byte = random(width * 1000 + height + alpha.length);
  const bytes = Uint8Array.from({ length: width * height * 4 }, byte);
  for (let at = 3; at < bytes.length; at += 4) {
    const x = ((at - 3) / 4) % width;
    if (alpha === 'opaque' || (alpha === 'regions' && x % 16 < 5)) bytes[at] = 255;
    else if (alpha === 'regions' && x % 16 < 11) bytes[at] = 0;
  }
  return { size: { width, height }, bytes };
}

const pictures = [
  picture(1, 1, 'opaque'),
  picture(1, 9, 'random'),
  picture(9, 1, 'regions'),
  picture(17, 13, 'opaque'),
  picture(17, 13, 'random'),
  picture(64, 48, 'opaque'),
  picture(64, 48, 'regions'),
];

/** Every kernel has its defaults, its presets, and the least and the most of each parameter; more than these, and less, here. */
const more: Record<string, ParamValues[]> = {
  brightness_contrast_gamma: [-90, -50, 10, 30, 70].flatMap((brightness) =>
    [-30, 0, 55].flatMap((contrast) => [0.3, 1, 2.2].map((gamma) => ({ brightness, contrast, gamma }))),
  ),
  gaussian: [1, 2.4, 2.5, 3.7, 10].map((sigma) => ({ sigma })),
  median: [3, 4, 7].map((radius) => ({ radius })),
  resize: ['lanczos3', 'catmull-rom', 'bilinear', 'box', 'nearest'].flatMap((filter) =>
    [
      [1, 1],
      [64, 48],
      [32, 16],
      [100, 7],
      [9, 100],
      [65, 47],
    ].map(([width = 0, height = 0]) => ({ filter, width, height })),
  ),
  rotate: [{ degrees_clockwise: 180 }],
};

/** Sides as long as a parameter allows would take the test minutes, and say no more than short ones. */
const LONGEST_SIDE = 150;

function settings(info: KernelInfo): ParamValues[] {
  const extremes = info.params.flatMap(({ name, kind }): ParamValues[] => {
    if (kind.type === 'choice') return kind.choices.map((choice) => ({ [name]: choice.name }));
    return kind.type === 'number' ? [{ [name]: kind.min }, { [name]: kind.max }] : [];
  });
  const presets = info.presets.map(({ params }) => params);
  return [{}, ...extremes, ...presets, ...(more[info.name] ?? [])].map((given) => {
    const values = complete(info, given);
    for (const side of ['width', 'height'].filter((side) => side in values)) {
      values[side] = Math.min(Number(values[side]), LONGEST_SIDE);
    }
    return values;
  });
}

function fromWasm(source: Pixels, name: string, params: ParamValues): { size: Size; bytes: Uint8Array } {
  engine.load(source.size.width, source.size.height, source.bytes);
  const { outputSize } = engine.run({ name, params }, 'auto', false, false, 1);
  const bytes = new Uint8Array(engine.outputLength);
  engine.copyOutput(bytes);
  return { size: outputSize, bytes };
}

/** Renders strips of these heights, and then the rest. */
function fromJs(kernel: JsKernel, source: Pixels, params: ParamValues, heights: number[]) {
  const size = kernel.outputSize?.(source.size, params) ?? source.size;
  const bytes = new Uint8Array(size.width * size.height * 4);
  const render = kernel.plan(source, params);
  let first = 0;
  for (const height of [...heights, size.height]) {
    const end = Math.min(first + height, size.height);
    render(first, end, bytes.subarray(first * size.width * 4, end * size.width * 4));
    first = end;
  }
  return { size, bytes };
}

/** Levels by which two pictures differ at most; those of a colour as far as alpha shows them. */
function difference(a: Uint8Array, b: Uint8Array): number {
  let most = 0;
  for (let at = 0; at < a.length; at += 4) {
    const [alphaA = 0, alphaB = 0] = [a[at + 3], b[at + 3]];
    const shown = Math.min(alphaA, alphaB) / 255;
    const colours = [0, 1, 2].map((c) => Math.abs((a[at + c] ?? 0) - (b[at + c] ?? 0)) * shown);
    most = Math.max(most, Math.abs(alphaA - alphaB), ...colours);
  }
  return most;
}

const kernels = catalog.filter(({ name }) => jsKernels.has(name));

test('every ordinary loop is in the catalogue, under its own name', async () => {
  expect(kernels.length).toBe(jsKernels.size);
  for (const [name, { kernel }] of jsKernels) expect((await kernel()).name).toBe(name);
});

test.each(kernels.map((info) => [info.name, info] as const))('%s gives what WebAssembly gives', async (name, info) => {
  const { tolerance, kernel: fetchKernel } = jsKernels.get(name)!;
  const kernel = await fetchKernel();
  for (const params of settings(info)) {
    for (const source of info.needsSource ? pictures : pictures.slice(0, 1)) {
      const about = `${JSON.stringify(params)} of ${source.size.width} × ${source.size.height}`;
      const expected = fromWasm(source, name, params);
      const whole = fromJs(kernel, source, params, []);
      expect(whole.size, about).toEqual(expected.size);
      if (tolerance === 0) expect(Buffer.compare(whole.bytes, expected.bytes), about).toBe(0);
      else expect(difference(whole.bytes, expected.bytes), about).toBeLessThanOrEqual(tolerance);
      const strips = fromJs(kernel, source, params, [1, 3]);
      expect(Buffer.compare(strips.bytes, whole.bytes), `${about} in strips`).toBe(0);
    }
  }
});
