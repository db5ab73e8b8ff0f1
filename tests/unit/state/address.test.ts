import { expect, test } from 'vitest';

import type { KernelInfo } from '../../../www/src/generated/model.js';
import { readAddress } from '../../../www/src/state/address.js';

const read = (query: string, hidden?: string[]) => readAddress(query, catalog, { threads: 8, repeats: 50 }, hidden);

const catalog: KernelInfo[] = [
  {
    name: 'blur',
    label: 'Blur',
    action: 'blur this picture',
    about: '',
    shape: 'stencil',
    needsSource: true,
    params: [
      {
        name: 'sigma',
        label: 'σ',
        kind: {
          type: 'number',
          min: 0.5,
          max: 50,
          step: 0.1,
          default: 5,
          integer: false,
          logarithmic: true,
          unit: 'px',
        },
      },
      {
        name: 'rows',
        label: 'Rows',
        kind: { type: 'number', min: 1, max: 9, step: 1, default: 1, integer: true, logarithmic: false, unit: '' },
      },
      {
        name: 'turn',
        label: 'Turn',
        kind: {
          type: 'number',
          min: 90,
          max: 270,
          step: 90,
          default: 90,
          integer: true,
          logarithmic: false,
          unit: '°',
        },
      },
      { name: 'tiles', label: 'Tiles', kind: { type: 'pair', min: 1, max: 16, default: [8, 8], unit: '' } },
      {
        name: 'edge',
        label: 'Edge',
        kind: {
          type: 'choice',
          choices: [
            { name: 'clamp', label: 'Clamp' },
            { name: 'wrap', label: 'Wrap' },
          ],
        },
      },
    ],
    presets: [],
  },
];

test('an empty address asks for nothing and has no problems', () => {
  expect(read('')).toEqual({
    problems: [],
    sample: false,
    autorun: false,
    threads: undefined,
    repeats: undefined,
    params: {},
  });
});

test('everything that can be asked for', () => {
  const asked = read(
    '?kernel=blur&sigma=2.5&rows=3&turn=270&tiles=4,16&edge=wrap&modes=threads,simd&threads=4&repeats=12&image=sample&autorun' +
      '&chunk=40&passing=copy&scope=webp&blocking=simd',
  );
  expect(asked).toMatchObject({
    kernel: 'blur',
    params: { sigma: 2.5, rows: 3, turn: 270, tiles: [4, 16], edge: 'wrap' },
    // The baseline comes first, however they were named.
    modes: ['simd', 'threads'],
    threads: 4,
    repeats: 12,
    chunk: { rows: 40 },
    passing: 'copy',
    scope: 'webp',
    blocking: 'simd',
    sample: true,
    autorun: true,
    problems: [],
  });
});

test.each([
  ['kernel=bokeh', /no kernel called “bokeh”/],
  ['kernel=blur&sigma=51', /sigma=51.*Blur/],
  ['kernel=blur&sigma=wide', /sigma=wide/],
  ['kernel=blur&sigma=', /sigma=/],
  ['kernel=blur&rows=1.5', /rows=1.5/],
  ['kernel=blur&turn=45', /turn=45/],
  ['kernel=blur&rows=1,2', /rows=1,2/],
  ['kernel=blur&tiles=8', /tiles=8/],
  ['kernel=blur&tiles=8,17', /tiles=8,17/],
  ['kernel=blur&tiles=8,8,8', /tiles=8,8,8/],
  ['kernel=blur&edge=mirror', /edge=mirror/],
  ['kernel=blur&radius=3', /radius=3/],
  ['modes=simd,warp', /no mode called “warp”/],
  ['threads=-2', /threads=-2/],
  ['threads=9', /threads=9.*1 to 8/],
  ['repeats=51', /repeats=51.*1 to 50/],
  ['image=cat', /image=cat/],
  ['repeats=many', /repeats=many/],
  ['chunk=0', /chunk=0.*1 to/],
  ['chunk=few', /chunk=few/],
  ['passing=post', /passing=post.*transfer, copy/],
  ['scope=gif', /scope=gif.*png/],
  ['blocking=threads', /blocking=threads.*simd/],
])('%s is left out with a sentence', (query, sentence) => {
  const { problems } = read(query);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(sentence);
});

test('autorun=0 is no', () => expect(read('autorun=0').autorun).toBe(false));

test('a hidden kernel can be asked for by its name alone, with its parameters as they stand', () => {
  expect(read('kernel=fault&failure=panic', ['fault'])).toMatchObject({
    kernel: 'fault',
    params: { failure: 'panic' },
    problems: [],
  });
  expect(read('kernel=fault').problems).toHaveLength(1);
});

test('experiments and budgets are asked for by name', () => {
  expect(read('?experiment=break-even&budget=20')).toMatchObject({
    experiment: 'break-even',
    budgetS: 20,
    problems: [],
  });
  expect(read('?experiment=scaling').budgetS).toBeUndefined();
  expect(read('').experiment).toBeUndefined();
  const wrong = read('?experiment=sprint&budget=0&repeats=3');
  expect(wrong).toMatchObject({ repeats: 3 });
  expect(wrong.experiment).toBeUndefined();
  expect(wrong.problems.join(' ')).toMatch(/experiment=sprint.*race, ladder, scaling, growing, break-even, chunks/);
  expect(wrong.problems.join(' ')).toMatch(/budget=0/);
});

test('an address of strangers is told in a few short sentences', () => {
  const long = read(`kernel=${'x'.repeat(10_000)}&threads=${'9'.repeat(10_000)}`).problems.join(' ');
  expect(long).toMatch(/no kernel called “x{60}…”/);
  expect(long.length).toBeLessThan(400);
  const many = (n: number): readonly string[] =>
    read(`kernel=blur&${Array.from({ length: n }, (_, i) => `p${i}=1`).join('&')}`).problems;
  expect(many(8)).toHaveLength(8);
  expect(many(8).at(-1)).toMatch(/p7=1/);
  expect(many(9)).toHaveLength(9);
  expect(many(9).at(-1)).toBe('Another part of the address can’t be understood either.');
  expect(many(2_000)).toHaveLength(9);
  expect(many(2_000).at(-1)).toBe('1992 more parts of the address can’t be understood either.');
});
