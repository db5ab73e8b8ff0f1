// What is on the pages of a PDF that Chromium printed: its words and its colours, read from the drawing instructions themselves.

import { inflateSync } from 'node:zlib';

export interface Printed {
  readonly pages: number;
  /** All words, a line for each time that the pen was put down; every kind of space and letter is a plain one. */
  readonly text: string;
  /** Colours that shapes and words are filled with, as in "#1f5791". */
  readonly fills: ReadonlySet<string>;
}

export function printed(pdf: Buffer): Printed {
  const objects = new Map<string, string>();
  for (const [, id = '', body = ''] of pdf.toString('latin1').matchAll(/(\d+) 0 obj\n(.*?)endobj/gs))
    objects.set(id, body);
  const streams = new Map<string, string>();
  for (const [id, body] of objects) {
    const [, head = '', data = ''] = /^(.*?)stream\r?\n(.*)\r?\nendstream/s.exec(body) ?? [];
    if (head.includes('/FlateDecode') && !head.includes('/Subtype /Image'))
      streams.set(id, inflateSync(Buffer.from(data, 'latin1')).toString('latin1'));
  }
  const fills = new Set<string>();
  const lines: string[] = [];
  // Fonts are called after the object that they are.
  const alphabets = new Map<string, ReadonlyMap<string, string>>();
  const alphabet = (font: string): ReadonlyMap<string, string> => {
    const known = alphabets.get(font) ?? letters(streams.get(unicodeOf(objects.get(font))) ?? '');
    alphabets.set(font, known);
    return known;
  };
  for (const content of streams.values()) {
    if (!/\b(re|BT)\n/.test(content)) continue;
    for (const [, red, green, blue] of content.matchAll(/(?<=^|\s)([\d.]+) ([\d.]+) ([\d.]+) rg\b/g))
      fills.add(`#${[red, green, blue].map(hex).join('')}`);
    for (const [block] of content.matchAll(/BT\n.*?ET\n/gs)) {
      let font = '';
      let line = '';
      for (const [, named, glyphs] of block.matchAll(/\/F(\d+) [\d.]+ Tf|<([0-9A-F]+)> Tj/g)) {
        if (named) font = named;
        else line += (glyphs?.match(/.{4}/g) ?? []).map((glyph) => alphabet(font).get(glyph) ?? '').join('');
      }
      lines.push(line);
    }
  }
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\b/.test(body)).length;
  return { pages, text: lines.join('\n').normalize('NFKC'), fills };
}

const unicodeOf = (font: string | undefined): string => /\/ToUnicode (\d+)/.exec(font ?? '')?.[1] ?? '';

const hex = (share: string | undefined): string =>
  Math.round(Number(share) * 255)
    .toString(16)
    .padStart(2, '0');

/** What each glyph of a font stands for: the font's own table, one by one and in ranges. */
function letters(table: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const glyph = (code: number): string => code.toString(16).toUpperCase().padStart(4, '0');
  for (const [, from, to, first] of table.matchAll(/^<(\w{4})> (?:<(\w{4})> )?<(\w+)>$/gm)) {
    if (from === '0000' && to === 'FFFF') continue;
    const start = parseInt(from ?? '', 16);
    const end = to === undefined ? start : parseInt(to, 16);
    const words = Buffer.from(first ?? '', 'hex')
      .swap16()
      .toString('utf16le');
    for (let code = start; code <= end; code += 1)
      found.set(
        glyph(code),
        words.slice(0, -1) + String.fromCharCode(words.charCodeAt(words.length - 1) + code - start),
      );
  }
  return found;
}
