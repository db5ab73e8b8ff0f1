// What is measured: every kernel of the catalogue, so a new kernel needs nothing here.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../../../scripts/tools.mjs';

/** Settings that tell more than a kernel's defaults do, for a picture of this size. */
const SETTINGS = {
  gaussian: () => [{ sigma: 2 }, { sigma: 5 }, { sigma: 20 }],
  box_blur: () => [{ radius: 10 }],
  median: () => [{ radius: 2 }, { radius: 5 }, { radius: 15 }],
  resize: ({ width, height }) => [
    { width: width / 2, height: height / 2 },
    { width: 64, height: 64 },
  ],
  rotate: () => [{ degrees_clockwise: 90 }],
  rotate_any: () => [{ degrees_clockwise: 15 }],
};

/** The kernels with their settings: a kernel that draws by itself draws a picture of this size. */
export function makeCases(size) {
  return readCatalogue().flatMap(({ name, shape, needsSource }) => {
    const drawn = needsSource ? {} : { width: size.width, height: size.height };
    return (SETTINGS[name]?.(size) ?? [{}]).map((params) => ({
      name,
      label: [name, ...Object.entries(params).map(([key, value]) => `${key} ${value}`)].join(' '),
      shape,
      needsSource,
      settings: { name, params: { ...drawn, ...params } },
    }));
  });
}

/** The descriptions that the kernels give of themselves: the generated file is JSON but for its first lines. */
function readCatalogue() {
  const text = readFileSync(join(root, 'www/src/generated/catalog.ts'), 'utf8');
  return JSON.parse(/= (\[\n.*\]);/s.exec(text)[1]);
}
