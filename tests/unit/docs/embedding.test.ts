// docs/embedding.md and the README say what there is: every option, every view, every number, and the snippet as it is given.

import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { headers } from '../../../www/headers.js';
import { OWN, VIEWS } from '../../../www/src/embed/options.js';
import { settingLink } from '../../../www/src/links/link.js';
import { markdownSnippet } from '../../../www/src/links/snippets.js';
import { REQUESTS_NUMBERS } from '../../../www/src/requests/fields.js';

const embedding = readFileSync('docs/embedding.md', 'utf8');
const readme = readFileSync('README.md', 'utf8');

/** The table whose first column is called so: its rows' cells. */
function table(text: string, first: string): string[][] {
  const [, rows = ''] = new RegExp(`^\\| ${first} .*\\n\\|[-| ]+\\n((?:\\|.*\\n)+)`, 'm').exec(text) ?? [];
  return rows
    .trim()
    .split('\n')
    .map((row) => row.split(/(?<!\\)\|/).slice(1, -1));
}

const codes = (text = ''): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '');

test('the table of options has all of the embed’s own, and all views', () => {
  const rows = table(embedding, 'option');
  const listed = rows.slice(0, -1).flatMap(([name]) => codes(name));
  expect(listed.sort()).toEqual([...OWN].sort());
  expect(codes(rows.find(([name]) => codes(name)[0] === 'view')?.[1])).toEqual(Object.keys(VIEWS));
});

test('the README has every number that the requests’ address takes', () => {
  const [paragraph = ''] = /^`count`, `limit`.*$/m.exec(readme.replace(/(?<=\S)\n(?=\S)/g, ' ')) ?? [];
  expect(codes(paragraph).sort()).toEqual(REQUESTS_NUMBERS.map(({ address }) => address).sort());
});

test('the README has every header that isolates pages and frames, as it is sent', () => {
  const [, block = ''] = /## Host it\n[^]*?isolated[^]*?```\n([^]*?)```/.exec(readme) ?? [];
  const isolating = Object.entries(headers).filter(([name]) => /^Cross-Origin-|-Isolation-/.test(name));
  expect(isolating.length).toBe(4);
  expect(block.trim().split('\n')).toEqual(isolating.map(([name, value]) => `${name}: ${value}`));
});

test('the example for Markdown is what Share it gives', () => {
  const words = '4 threads blur this picture 3.4 × faster than one.';
  const link = `SITEindex.html${settingLink('kernel=gaussian&sigma=5&modes=simd,threads')}`;
  expect(embedding).toContain(markdownSnippet(words, link));
});

test('the tests that hold the table of what works where are there', () => {
  expect(table(embedding, 'where').length).toBeGreaterThan(7);
  const [, paragraph = ''] = /## What works where\n\n([^|]*)\n/.exec(embedding) ?? [];
  const files = codes(paragraph).filter((code) => code.endsWith('.test.ts'));
  expect(files).toContain('print-elsewhere.test.ts');
  for (const file of files) expect(existsSync(`tests/browser/${file}`), file).toBe(true);
});
