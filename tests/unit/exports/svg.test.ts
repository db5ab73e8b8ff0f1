// SVG as files, and drawings at other sizes.

import { expect, test, vi, onTestFinished } from 'vitest';
import { sizeOf } from '../../../www/src/exports/size.js';
import { enlarged, selfContained } from '../../../www/src/exports/svg.js';

const svg = (attributes: string, body = ''): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 273" ${attributes}><title>T</title><desc>D</desc>${body}</svg>`;

test('a drawing says how large it is, or not', () => {
  expect(sizeOf(svg('width="640" height="273"'))).toEqual({ width: 640, height: 273 });
  expect(sizeOf(svg('height="100.4" width="20.6"'))).toEqual({ width: 21, height: 100 });
  // A stroke is no width, and neither is what lies inside.
  expect(sizeOf(svg('stroke-width="3" height="9"', '<rect width="7" height="7"/>'))).toBeUndefined();
  expect(sizeOf(svg('width="100%" height="100%"'))).toBeUndefined();
  expect(sizeOf('')).toBeUndefined();
});

test('enlarged, only the outer size changes; beyond what browsers draw it is a sentence', () => {
  const drawing = svg('width="640" height="273"', '<rect width="640" height="273"/>');
  const large = enlarged(drawing, 3);
  expect(sizeOf(large)).toEqual({ width: 1920, height: 819 });
  expect(large).toContain('viewBox="0 0 640 273"');
  expect(large).toContain('<rect width="640" height="273"/>');
  expect(sizeOf(enlarged(svg('width="4096" height="9"'), 4))).toEqual({ width: 16_384, height: 36 });
  expect(() => enlarged(svg('width="4097" height="9"'), 4)).toThrow(
    'At 4× it would have 16388 × 36 pixels, and browsers draw at most 16384 a side.',
  );
  expect(() => enlarged(svg(''), 2)).toThrow('does not say how large');
});

function answering(...answers: (Response | Error)[]): ReturnType<typeof vi.fn> {
  const fetching = vi.fn(async () => {
    const answer = answers.shift() ?? new Response(new Uint8Array([1, 2, 3]));
    if (answer instanceof Error) throw answer;
    return answer;
  });
  vi.stubGlobal('fetch', fetching);
  onTestFinished(() => void vi.unstubAllGlobals());
  return fetching;
}

test('a font that can’t be had is a sentence, and the next file tries again; the title stays first, and only weights that are used go along', async () => {
  answering(new Error('no network'), new Response('', { status: 404 }));
  await expect(selfContained(svg(''))).rejects.toThrow('The font could not be fetched (no network).');
  await expect(selfContained(svg(''))).rejects.toThrow('The font could not be fetched (status 404).');
  const fetching = answering();
  const plain = await selfContained(svg('font-family="system-ui, sans-serif" role="img"'));
  expect(fetching).toHaveBeenCalledTimes(1);
  const root = new DOMParser().parseFromString(plain, 'image/svg+xml').documentElement;
  expect([...root.children].map(({ localName }) => localName)).toEqual(['title', 'desc', 'style']);
  expect(root.getAttribute('font-family')).toBe('Roboto, system-ui, sans-serif');
  expect(root.getAttribute('role')).toBe('img');
  expect(plain).toContain('url(data:font/woff2;base64,AQID)');
  expect(plain.match(/@font-face/g)).toHaveLength(1);
  const bold = await selfContained(svg('', '<text font-weight="bold">B</text>'));
  expect(bold.match(/@font-face/g)).toHaveLength(2);
  expect(fetching).toHaveBeenCalledTimes(2);
});

test('what is no SVG is told so', async () => {
  answering();
  await expect(selfContained('<p>no</p>')).rejects.toThrow('could not be read');
});
