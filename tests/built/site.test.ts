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
  for (const file of ['index.html', 'breakfast.html', 'isolate.sw.js', 'sample.jpg', 'report.schema.json'])
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
  for (const page of ['index.html', 'breakfast.html'])
    expect(readFileSync(dist(page), 'utf8'), page).not.toMatch(/(?:src|href)="\//);
});
