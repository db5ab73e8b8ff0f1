import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(`${import.meta.dirname}/../../../www/src/styles/tokens.css`, 'utf8');

/** A colour token in one theme, as its three channels from 0 to 255. */
function colour(name: string, theme: 'light' | 'dark'): number[] {
  const [, light, dark] = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css) ?? [];
  const hex = theme === 'light' ? light : dark;
  if (!hex) throw new Error(`no colour --${name}`);
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

/** Relative luminance and contrast ratio as WCAG 2.2 defines them. */
function luminance(channels: number[]): number {
  const [r, g, b] = channels.map((c) => (c <= 0.04045 * 255 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

function contrast(a: number[], b: number[]): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

test('contrast is computed as WCAG does', () => {
  expect(contrast([255, 255, 255], [0, 0, 0])).toBeCloseTo(21, 6);
  // A pair whose ratio is often quoted: #767676 on white, the lightest grey that passes.
  expect(contrast([0x76, 0x76, 0x76], [255, 255, 255])).toBeCloseTo(4.54, 2);
});

const GROUNDS = ['bg', 'bg-raised', 'bg-sunk'];

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  const ratio = (front: string, back: string) => contrast(colour(front, theme), colour(back, theme));

  test.each(['text', 'text-quiet', 'kopi', 'error', 'warning'])('%s can be read', (name) => {
    for (const ground of GROUNDS) expect(ratio(name, ground), `on --${ground}`).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['mode-simd', 'mode-threads'])('%s can be read on the page and seen as a mark everywhere', (name) => {
    expect(ratio(name, 'bg')).toBeGreaterThanOrEqual(4.5);
    expect(ratio(name, 'bg-raised')).toBeGreaterThanOrEqual(4.5);
    expect(ratio(name, 'bg-sunk')).toBeGreaterThanOrEqual(3);
  });

  test.each(['outline', 'focus'])('%s can be seen', (name) => {
    for (const ground of GROUNDS) expect(ratio(name, ground), `on --${ground}`).toBeGreaterThanOrEqual(3);
  });

  test('words on the filled button and on butter can be read', () => {
    expect(ratio('on-kopi', 'kopi')).toBeGreaterThanOrEqual(4.5);
    expect(ratio('on-kopi', 'kopi-strong')).toBeGreaterThanOrEqual(4.5);
    expect(ratio('text', 'butter')).toBeGreaterThanOrEqual(4.5);
  });
});
