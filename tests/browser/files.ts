// What tests of files share: how they are had from a page, and how they are opened where there is nothing else.

import { readFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Download, Page } from 'playwright-core';

/** Presses what saves a file, and waits for it. */
export async function saved(page: Page, press: () => Promise<void>): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  return download;
}

export const bytesOf = async (download: Download): Promise<Buffer> => readFileSync(await download.path());
export const textOf = async (download: Download): Promise<string> => (await bytesOf(download)).toString('utf8');

/** A page that can reach nothing, and what it asked for all the same. */
export async function offline(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; asked: string[]; said: string[] }> {
  const context = await browser.newContext({ offline: true, viewport: { width: 900, height: 700 }, ...options });
  const page = await context.newPage();
  const asked: string[] = [];
  const said: string[] = [];
  page.on('request', (request) => !request.url().startsWith('data:') && asked.push(request.url()));
  page.on('console', (message) => said.push(message.text()));
  return { page, asked, said };
}

/** An SVG as an <img> draws it: width, height and a picture of it. */
export async function inImage(page: Page, svg: string): Promise<{ size: number[]; picture: Buffer }> {
  await page.setContent('<body style="margin:0"><img style="display:block">');
  const size = await page.evaluate(
    async (source) => {
      const image = document.querySelector('img') as HTMLImageElement;
      image.src = source;
      await image.decode();
      return [image.naturalWidth, image.naturalHeight];
    },
    `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`,
  );
  return { size, picture: await page.locator('img').screenshot() };
}

/** Width and height of a PNG, as its header says. Throws if it is none. */
export function pngSize(png: Buffer): [number, number] {
  if (png.subarray(1, 4).toString('latin1') !== 'PNG') throw new Error('this is no PNG');
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

/** How many colours each quarter of a PNG has, as the browser decodes it. */
export function coloursInQuarters(page: Page, png: Buffer): Promise<number[]> {
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const [w, h] = [bitmap.width >> 1, bitmap.height >> 1];
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    if (!context) throw new Error('no canvas');
    context.drawImage(bitmap, 0, 0);
    return [0, 1, 2, 3].map((i) => {
      const { data } = context.getImageData((i & 1) * w, (i >> 1) * h, w, h);
      return new Set(new Uint32Array(data.buffer)).size;
    });
  }, png.toString('base64'));
}

/**
 * How far a moving picture of a recorded race has come so many seconds after its start, in an <img>: columns in which the first mode's lane
 * is in its colour. The animation is gone to that instant by its delay.
 */
export async function columnsDone(page: Page, svg: string, atS: number): Promise<number> {
  const paused = svg.replace(
    /<\/style>(?![^]*<\/style>)/,
    `.cover,.cursor,.clock{animation-delay:${-atS}s;animation-play-state:paused}</style>`,
  );
  await page.setContent(`<img src="data:image/svg+xml;base64,${Buffer.from(paused).toString('base64')}">`);
  return page.evaluate(async () => {
    const image = document.querySelector('img') as HTMLImageElement;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    // The light theme's colour of one thread is #1f5791.
    const isDone = (x: number, y: number): boolean => {
      const i = 4 * (y * canvas.width + x);
      return data[i] === 0x1f && data[i + 1] === 0x57 && data[i + 2] === 0x91;
    };
    const rows = Array.from({ length: 35 }, (_, i) => 90 + i);
    return Array.from({ length: canvas.width }, (_, x) => x).filter((x) => rows.some((y) => isDone(x, y))).length;
  });
}
