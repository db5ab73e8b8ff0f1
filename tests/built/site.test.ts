// The built site is static files that any host can serve.

import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { SITE, buildForSite } from './site-build.js';

const dist = (...parts: string[]): string => join('dist', ...parts);

let forSite: string;
beforeAll(() => {
  forSite = buildForSite();
}, 120_000);
afterAll(() => rmSync(forSite, { recursive: true }));

type Headers = Readonly<Record<string, string>>;
/** A file of rules: the paths that it names, and the headers that a path has by them, as its host reads it. */
interface Rules {
  readonly paths: readonly string[];
  of(path: string): Headers;
}
type Listed = readonly { readonly key: string; readonly value: string }[];

/** A path that ends in a star stands for all that begin so. */
const fits = (rule: string, path: string): boolean =>
  rule.endsWith('*') ? path.startsWith(rule.slice(0, -1)) : rule === path;

const READERS = {
  // All rules that fit hold together: a header that two of them set has both values.
  _headers(text: string): Rules {
    const rules = text
      .trim()
      .split(/\n(?=\/)/u)
      .map((rule) => rule.split('\n'));
    return {
      paths: rules.map(([path = '']) => path),
      of(asked) {
        const held: Record<string, string> = {};
        for (const [path = '', ...lines] of rules.filter(([rule = '']) => fits(rule, asked)))
          for (const line of lines) {
            const [, name = path, value = ''] = /^ {2}([\w-]+): (.*)$/u.exec(line) ?? [];
            held[name] = name in held ? `${held[name]}, ${value}` : value;
          }
        return held;
      },
    };
  },
  // The last rule that fits wins, header by header.
  'vercel.json'(text: string): Rules {
    const { headers } = JSON.parse(text) as { headers: readonly { source: string; headers: Listed }[] };
    const pairs = (list: Listed): [string, string][] => list.map(({ key, value }) => [key, value]);
    return {
      paths: headers.map(({ source }) => source),
      of: (path) =>
        Object.fromEntries(
          headers
            .filter(({ source }) => new RegExp(`^${source}$`, 'u').test(path))
            .flatMap((rule) => pairs(rule.headers)),
        ),
    };
  },
  // The first rule that fits is the only one.
  'staticwebapp.config.json'(text: string): Rules {
    const { routes } = JSON.parse(text) as { routes: readonly { route: string; headers: Headers }[] };
    return {
      paths: routes.map(({ route }) => route),
      of: (path) => routes.find(({ route }) => fits(route, path))?.headers ?? {},
    };
  },
};
const FILES = Object.keys(READERS) as (keyof typeof READERS)[];

const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Document-Isolation-Policy': 'isolate-and-require-corp',
  'Access-Control-Allow-Origin': '*',
};

test.each(
  FILES.flatMap((file) => [
    { file, where: 'at the root', folder: '/' },
    { file, where: 'in the folder that it was built for', folder: new URL(SITE).pathname },
  ]),
)('$file isolates a site $where, and lets two of its pages ask others', ({ file, folder }) => {
  const rules = READERS[file](readFileSync(folder === '/' ? dist(file) : join(forSite, file), 'utf8'));
  for (const path of [
    '',
    'index.html',
    'batch',
    'embed.html',
    'embed',
    'requests.html',
    'requests',
    'isolate.sw.js',
    'assets/a.js',
  ]) {
    const { 'Content-Security-Policy': policy, 'Cache-Control': kept, ...others } = rules.of(folder + path);
    expect(others, path).toMatchObject(ISOLATION);
    expect(policy?.match(/default-src/gu), path).toHaveLength(1);
    expect(policy?.includes('https:'), path).toBe(/^(embed|requests)/u.test(path));
    expect(kept?.includes('immutable') ?? false, path).toBe(path.startsWith('assets/'));
  }
  // The rest of its host is others'.
  for (const path of rules.paths) expect(path.startsWith(folder), path).toBe(true);
});

test('Apache reads a file that lies in the site’s own folder, so that names no folder', () => {
  const text = readFileSync(dist('.htaccess'), 'utf8');
  for (const [name, value] of Object.entries(ISOLATION)) expect(text).toContain(`Header set ${name} "${value}"`);
  expect(readFileSync(join(forSite, '.htaccess'), 'utf8')).toBe(text);
});

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
