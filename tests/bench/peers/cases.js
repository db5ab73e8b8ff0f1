// What is compared: kernels with one setting each, the same for everybody.

import { HEIGHT, WIDTH } from '../picture.js';

/**
 * @typedef {object} Case
 * @property {string} name what contenders file it under
 * @property {string} label
 * @property {Record<string, any>} params
 * @property {{ name: string, params: Record<string, number | string> }[]} ours settings of our own kernel; the first that the engine takes is run
 * @property {boolean} [grey] the picture has R = G = B: for kernels whose meaning for colours differs from library to library
 * @property {boolean} [blocks] outputs are compared by the means of 8 × 8 blocks, since one error carried on changes every later pixel
 * @property {string} [bound] what bounds our kernel, for where it misses its target
 * @property {boolean} [table] the kernel is a table of 256 values, which everybody gets as `params.table`, so that all compute the same
 */

/** On two threads, reading and writing 96 MB. */
const MEMORY = 'memory';

/** @returns {Case} */
const plain = (name, label, params = {}, more = {}) => ({ name, label, params, ours: [{ name, params }], ...more });

const resized = (name, label, width, height) =>
  plain(name, label, { width, height }, { ours: [{ name: 'resize', params: { width, height, filter: 'lanczos3' } }] });

/** @type {Case[]} */
export const cases = [
  plain('grayscale', 'grayscale', {}, { bound: MEMORY }),
  plain('invert', 'invert', {}, { bound: MEMORY }),
  plain(
    'brightness_contrast_gamma',
    'brightness 10, contrast 20, gamma 1.2',
    { brightness: 10, contrast: 20, gamma: 1.2 },
    { table: true, bound: 'two look-ups a pixel, which vectors can’t take, and on two threads memory' },
  ),
  plain('gaussian', 'gaussian σ 5', { sigma: 5 }),
  plain('box_blur', 'box blur r 10', { radius: 10 }),
  plain('sharpen', 'sharpen 3 × 3', {}, { ours: [{ name: 'sharpen', params: {} }] }),
  plain('sobel', 'sobel'),
  plain('median', 'median 5 × 5', { radius: 2 }),
  plain('bilateral', 'bilateral 9 × 9', { radius: 4, sigma_space: 3, sigma_color: 30 }),
  resized('resize_half', 'resize to 50 %, Lanczos3', WIDTH / 2, HEIGHT / 2),
  resized('resize_64', 'resize to 64 × 64, Lanczos3', 64, 64),
  plain('equalize', 'equalize', {}, { grey: true }),
  plain('floyd_steinberg', 'Floyd–Steinberg, 2 levels', {}, { grey: true, blocks: true }),
  plain(
    'rotate',
    'rotate 90° clockwise',
    {},
    {
      ours: [
        { name: 'rotate', params: { degrees_clockwise: 90 } },
        { name: 'rotate', params: { degrees_clockwise: '90' } },
        { name: 'rotate', params: { angle: 90 } },
        { name: 'rotate', params: { angle: '90' } },
        { name: 'rotate', params: { turn: '90' } },
      ],
    },
  ),
];
