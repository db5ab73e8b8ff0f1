// A site that is built for its own address tells posts how to show its pages; one that isn't says nothing.

import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { siteAddress } from '../../scripts/build.mjs';
import { readOptions } from '../../www/src/embed/options.js';
import { SITE, buildForSite } from './site-build.js';

const PAGES = ['index', 'tour', 'breakfast', 'requests', 'embed'];

let folder: string;
beforeAll(() => {
  folder = buildForSite();
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** The built file behind an address of the site. */
function fileAt(address: string): Buffer {
  expect(address.startsWith(SITE), address).toBe(true);
  return readFileSync(join(folder, new URL(address).pathname.slice(new URL(SITE).pathname.length)));
}

const attribute = (tag: string, name: string): string =>
  (new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '').replaceAll('&amp;', '&');

/** A page's discovery links. */
const linksOf = (html: string): string[] =>
  [...html.matchAll(/<link\b[^>]*>/g)].map(([tag]) => tag).filter((tag) => tag.includes('oembed'));

/** A page's answer, where its own link says. */
function answerOf(page: string): Record<string, unknown> {
  const links = linksOf(readFileSync(join(folder, `${page}.html`), 'utf8'));
  expect(links).toHaveLength(1);
  const [link = ''] = links;
  expect([attribute(link, 'rel'), attribute(link, 'type')]).toEqual(['alternate', 'application/json+oembed']);
  const answer = JSON.parse(fileAt(attribute(link, 'href')).toString('utf8')) as Record<string, unknown>;
  expect(answer['title']).toBe(attribute(link, 'title'));
  return answer;
}

test.each(PAGES)('the answer for the page %s is oEmbed 1.0 of the type rich', (page) => {
  const answer = answerOf(page);
  expect(answer).toMatchObject({ version: '1.0', type: 'rich', provider_name: 'Four Toasters', provider_url: SITE });
  expect(readFileSync(join(folder, `${page}.html`), 'utf8')).toContain(`<title>${String(answer['title'])}</title>`);
  for (const number of ['width', 'height', 'cache_age']) expect(answer[number], number).toBeGreaterThan(0);
  // A thumbnail comes with both its sizes, or not at all.
  const { thumbnail_url: thumbnail, thumbnail_width: width, thumbnail_height: height } = answer;
  if (thumbnail === undefined) return expect([width, height]).toEqual([undefined, undefined]);
  const picture = fileAt(String(thumbnail));
  const png = picture.toString('latin1', 1, 4) === 'PNG';
  if (png) expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([width, height]);
  else expect([picture.toString('hex', 0, 3), width, height]).toEqual(['ffd8ff', 3000, 2000]);
});

test.each(PAGES)('the page %s becomes exactly one frame of the site, which does as it is asked', (page) => {
  const { html, width, height, title } = answerOf(page);
  const tags = [...String(html).matchAll(/<(\/?)([a-z-]+)/g)].map(([, end, name]) => `${end}${name}`);
  expect(tags).toEqual(['iframe', '/iframe']);
  const frame = String(html);
  expect([attribute(frame, 'width'), attribute(frame, 'height'), attribute(frame, 'title')]).toEqual([
    String(width),
    String(height),
    title,
  ]);
  const address = new URL(attribute(frame, 'src'));
  expect(address.pathname).toBe('/toasters/embed.html');
  fileAt(address.href.split('?')[0] ?? '');
  const options = readOptions(address.search, SITE);
  expect(options.problems).toEqual([]);
  expect(options.autorun).toBe(false);
});

test('the batch, which no view stands for, has no link', () => {
  expect(linksOf(readFileSync(join(folder, 'batch.html'), 'utf8'))).toEqual([]);
});

test('without the site’s address there is neither a link nor an answer', () => {
  for (const page of readdirSync('dist').filter((name) => name.endsWith('.html')))
    expect(readFileSync(join('dist', page), 'utf8'), page).not.toContain('oembed');
  expect(readdirSync('dist')).not.toContain('oembed');
});

test('the address is that of a folder, with a slash at its end, or it is refused with a sentence', () => {
  expect(siteAddress('https://example.org/toasters')).toBe(SITE);
  expect(siteAddress('http://localhost:8080')).toBe('http://localhost:8080/');
  for (const wrong of ['', 'example.org', 'ftp://example.org/', 'javascript:alert(1)'])
    expect(() => siteAddress(wrong), wrong).toThrow(/^--site takes an address such as .*”\.$/);
  for (const wrong of ['https://a.example/?x', 'https://a.example/#x', 'https://u:p@a.example/', `${SITE}index.html`])
    expect(() => siteAddress(wrong), wrong).toThrow(/^--site takes the address of the site’s folder.*”\.$/);
});
