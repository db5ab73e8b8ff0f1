/**
 * The files of <four-toasters>, in a module of their own that is loaded with the first one: it has the font inside, so that nothing more is
 * fetched. Everything is made on the thread of the page around: a site's worker can't be started in a page of another one.
 */
import { fileName } from '../elements/download.js';
import { pngBy, written } from '../exports/picture.js';
import { PNG_SCALES } from '../exports/size.js';
import { selfContained } from '../exports/svg.js';
import { FILE_KINDS, type Exports, type FileKind, type FileOptions, type FileSource } from './file-kinds.js';
import { PALETTES } from './palette.js';
import { racePage } from './race-page.js';
import { recordedSvg } from './recorded-svg.js';

const SVG = 'image/svg+xml';

export const fileOf: Exports['fileOf'] = async (source, kind, options) => {
  const [ending, content] = await made(source, kind, options);
  return new File([content], `${fileName('four-toasters', kernelOf(source.report))}${ending}`, { type: content.type });
};

/** A file: how its name ends, and what is in it. */
async function made(
  { report, link, page }: FileSource,
  kind: FileKind,
  { theme = 'light', scale = 2 }: FileOptions,
): Promise<[string, Blob]> {
  known('kind', kind, Object.keys(FILE_KINDS));
  known('theme', theme, Object.keys(PALETTES));
  known('scale', scale, PNG_SCALES);
  const drawing = (animated: boolean): string => recordedSvg(report, { theme, animated });
  switch (kind) {
    case 'svg':
      return ['.svg', new Blob([await selfContained(drawing(false))], { type: SVG })];
    case 'animated':
      return ['-animated.svg', new Blob([await selfContained(drawing(true))], { type: SVG })];
    case 'png':
      return [`-${scale}x.png`, await pngBy(written, drawing(false), scale)];
    case 'html':
      return ['.html', new Blob([page ?? (await racePage(report, link))], { type: 'text/html;charset=utf-8' })];
  }
}

/** Authors without types may ask for anything. Throws a sentence. */
function known(what: string, value: unknown, all: readonly unknown[]): void {
  if (all.includes(value)) return;
  throw new Error(`There is no ${what} “${String(value).slice(0, 40)}”; it can be ${all.join(', ')}.`);
}

/** What a stranger's report calls its kernel, shortened: a file has the name of it. */
function kernelOf(report: unknown): string {
  const { job } = report as { job?: { kernel?: { name?: unknown } } };
  return String(job?.kernel?.name ?? '').slice(0, 40);
}
