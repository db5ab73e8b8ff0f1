// The built site is static files that any host can serve.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const dist = (...parts: string[]): string => join('dist', ...parts);

test.each(['_headers', '.htaccess', 'vercel.json', 'staticwebapp.config.json'])(
  '%s sets the headers that isolate the page',
  (file) => {
    const text = readFileSync(dist(file), 'utf8');
    for (const word of ['Cross-Origin-Opener-Policy', 'same-origin', 'Cross-Origin-Embedder-Policy', 'require-corp']) {
      expect(text).toContain(word);
    }
  },
);

test('hosts’ files that are JSON are well-formed', () => {
  for (const file of ['vercel.json', 'staticwebapp.config.json'])
    expect(() => JSON.parse(readFileSync(dist(file), 'utf8'))).not.toThrow();
});

test('what the page needs beside its scripts is there', () => {
  for (const file of [
    'index.html',
    'tour.html',
    'breakfast.html',
    'requests.html',
    'batch.html',
    'embed.html',
    'recorded-race.json',
    'recorded-race.svg',
    'isolate.sw.js',
    'weather.sw.js',
    'sample.jpg',
    'report.schema.json',
  ])
    expect(existsSync(dist(file)), file).toBe(true);
});

test('no file names another site to fetch from', () => {
  // Addresses that name a namespace or a page to read are fine; none may be fetched, imported or linked as a resource.
  const pages = readdirSync(dist()).filter((name) => name.endsWith('.html'));
  for (const page of pages) expect(readFileSync(dist(page), 'utf8')).not.toMatch(/(?:src|href)="https?:/);
  for (const script of readdirSync(dist('assets')).filter((name) => name.endsWith('.js') || name.endsWith('.css'))) {
    expect(readFileSync(dist('assets', script), 'utf8'), script).not.toMatch(/(?:fetch|import|url)\(["'`]?https?:/);
  }
});

test('addresses are relative, so that the site works in any folder', () => {
  for (const page of ['index.html', 'tour.html', 'breakfast.html', 'requests.html', 'batch.html', 'embed.html'])
    expect(readFileSync(dist(page), 'utf8'), page).not.toMatch(/(?:src|href)="\//);
});

test('two pages may ask other sites, and no other file may', () => {
  const rules = readFileSync(dist('_headers'), 'utf8').split(/\n(?=\/)/u);
  const open = rules.filter((rule) => rule.includes('https:')).map((rule) => rule.split('\n')[0]);
  expect(open).toEqual(['/requests.html', '/requests', '/embed.html', '/embed']);
  // Where several rules fit, their policies all hold: no path may have two.
  const paths = rules.filter((rule) => rule.includes('Content-Security-Policy')).map((rule) => rule.split('\n')[0]);
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths).not.toContain('/*');
  for (const file of ['/', '/index.html', '/assets/*', '/isolate.sw.js', '/weather.sw.js'])
    expect(paths).toContain(file);
});

test('the weather’s service worker is one file that needs no other', () => {
  expect(readFileSync(dist('weather.sw.js'), 'utf8')).not.toMatch(/\bimport\b|\bexport\b/u);
});

test('the licence of the font that exports take away lies beside the font', () => {
  const assets = readdirSync(dist('assets'));
  expect(assets.filter((name) => name.endsWith('.woff2')).length).toBe(2);
  expect(readFileSync(dist('assets', 'roboto-licence.txt'), 'utf8')).toContain('SIL OPEN FONT LICENSE Version 1.1');
});
