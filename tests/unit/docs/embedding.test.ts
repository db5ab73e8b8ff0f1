// docs/embedding.md and the README say what there is: every option, every view, every number, and the snippet as it is given.

import { readFileSync } from 'node:fs';
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

/** The tests that a text names: `file`: _title_; _title_. `file`: … */
function testsIn(text: string): { readonly file: string; readonly title: string }[] {
  let file = '';
  const found = [];
  for (const [, name, title] of text.matchAll(/`([^`]+\.test\.ts)`|_([^_]+)_/g)) {
    if (name) file = name;
    else found.push({ file, title: title ?? '' });
  }
  return found;
}

test('every line of what works where names tests that are there', () => {
  const lines = table(embedding, 'where').map(([where = '']) => where.trim());
  expect(lines.length).toBeGreaterThan(7);
  const [, below = ''] = /### What holds that\n([^]*?)\n## /.exec(embedding) ?? [];
  const held = [...below.replace(/\n +/g, ' ').matchAll(/^- \*\*(.+?)\*\*: (.*)$/gm)];
  expect(held.map(([, where]) => where)).toEqual(lines);
  for (const [, where, text = ''] of held) {
    const tests = testsIn(text);
    expect(tests.length, where).toBeGreaterThan(0);
    for (const { file, title } of tests) {
      const source = readFileSync(`tests/browser/${file}`, 'utf8');
      // A title is the first argument of test() or of what test.each() gives.
      const calls = source.split(`'${title}',`).slice(0, -1);
      expect(calls.length, `${file}: ${title}`).toBe(1);
      expect(calls[0], `${file}: ${title}`).toMatch(/(?:\btest|\))\(\s*$/);
    }
  }
});
