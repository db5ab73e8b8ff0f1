// A report as one HTML file: nothing in its texts becomes markup, and its drawings don't meet.

import { expect, test } from 'vitest';
import { htmlReport, type HtmlReport } from '../../../www/src/exports/html.js';

const HOSTILE = `</script><script>alert(1)</script><!-- "'&`;

const svg = (id: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" aria-labelledby="title-${id}" aria-describedby="desc-${id}">` +
  `<title id="title-${id}">T</title><desc id="desc-${id}">D</desc><defs><pattern id="p-${id}" width="4" height="4"/></defs>` +
  `<rect data-id="p-${id}" fill="url(#p-${id})" width="40" height="20"/><use href="#p-${id}"/></svg>`;

const report = (part: Partial<HtmlReport> = {}): HtmlReport => ({
  title: 'Faster',
  sentences: [],
  sections: [],
  json: {},
  style: 'body{margin:0}',
  ...part,
});

const parsed = (of: HtmlReport): Document => new DOMParser().parseFromString(htmlReport(of), 'text/html');

test('texts stay texts wherever they stand', () => {
  const page = parsed(
    report({
      title: HOSTILE,
      sentences: [HOSTILE],
      sections: [
        {
          heading: HOSTILE,
          sentences: [HOSTILE],
          picture: { light: svg('a'), dark: svg('b'), alt: HOSTILE },
          table: { columns: [HOSTILE, HOSTILE], rows: [[HOSTILE, HOSTILE]] },
          folded: HOSTILE,
        },
      ],
      json: { name: HOSTILE, more: ['\u2028', '<!--<script>'] },
      foot: [HOSTILE],
      link: `https://example.org/"><script>alert(1)</script>`,
    }),
  );
  const scripts = [...page.querySelectorAll('script')];
  expect(scripts.map(({ type, id }) => [type, id])).toEqual([['application/json', 'report']]);
  expect(JSON.parse(scripts[0]?.textContent ?? '')).toEqual({ name: HOSTILE, more: ['\u2028', '<!--<script>'] });
  const texts = ['title', 'h1', 'header p', 'h2', 'section > p', 'th[scope=col]', 'th[scope=row]', 'td', 'summary'];
  for (const selector of [...texts, 'footer p'])
    expect(page.querySelector(selector)?.textContent, selector).toBe(HOSTILE);
  expect(page.querySelector('img')?.alt).toBe(HOSTILE);
  expect(page.querySelectorAll('[onerror], [onload], iframe')).toHaveLength(0);
});

test('reports it was compared with stand beside its own, and none ends early', () => {
  const others = [{ name: HOSTILE }, { name: 'C' }];
  const scripts = [...parsed(report({ json: { name: 'A' }, others })).querySelectorAll('script')];
  expect(scripts.map(({ id, className }) => [id, className])).toEqual([
    ['report', ''],
    ['', 'other-report'],
    ['', 'other-report'],
  ]);
  expect(scripts.map(({ textContent }): unknown => JSON.parse(textContent ?? ''))).toEqual([{ name: 'A' }, ...others]);
});

test('every drawing keeps its own ids, and what points to them, even of drawings that are the same', () => {
  const figure = { light: svg('x'), dark: svg('x'), print: svg('x') };
  const page = parsed(
    report({
      sections: [
        { heading: 'One', figure },
        { heading: 'Two', figure },
      ],
    }),
  );
  const ids = [...page.querySelectorAll('svg [id]')].map(({ id }) => id);
  expect(ids).toHaveLength(18);
  expect(new Set(ids).size).toBe(18);
  for (const drawing of page.querySelectorAll('svg')) {
    const own = [...drawing.querySelectorAll('[id]')].map(({ id }) => id);
    const rect = drawing.querySelector('rect');
    expect(own).toContain(drawing.getAttribute('aria-labelledby'));
    expect(own).toContain(drawing.getAttribute('aria-describedby'));
    expect(own).toContain(/^url\(#(.*)\)$/.exec(rect?.getAttribute('fill') ?? '')?.[1]);
    expect(own).toContain(drawing.querySelector('use')?.getAttribute('href')?.slice(1));
    // What is data stays as it was.
    expect(rect?.getAttribute('data-id')).toBe('p-x');
  }
});

test('each theme’s drawing has its place; without one for paper the light one is printed', () => {
  const classes = (figure: { light: string; dark: string; print?: string }): string[] =>
    [...parsed(report({ sections: [{ heading: 'One', figure }] })).querySelectorAll('figure > div')].map(
      (div) => div.className,
    );
  expect(classes({ light: svg('a'), dark: svg('b') })).toEqual(['light print', 'dark']);
  expect(classes({ light: svg('a'), dark: svg('b'), print: svg('c') })).toEqual(['light', 'dark', 'print']);
});

test('nothing may be fetched or run, and a link leads to the web only', () => {
  const link = (to: string): string | null | undefined =>
    parsed(report({ link: to }))
      .querySelector('header a')
      ?.getAttribute('href');
  expect(link('https://example.org/#r=1')).toBe('https://example.org/#r=1');
  for (const to of ['javascript:alert(1)', 'data:text/html,x', '//example.org', ' https://example.org', ''])
    expect(link(to), to).toBeUndefined();
  const policy = parsed(report()).querySelector('meta[http-equiv="Content-Security-Policy"]');
  expect(policy?.getAttribute('content')).toContain("default-src 'none'");
  expect(policy?.getAttribute('content')).not.toMatch(/script-src|https?:|\*/);
});

test('a style can’t end before its end', () => {
  const page = parsed(report({ style: 'body::after{content:"</style><b>out</b>"}' }));
  expect(page.querySelector('b')).toBeNull();
});

test('a picture has another for paper only where it is given one, with ids of its own', () => {
  const page = (print?: string): Document =>
    parsed(
      report({
        sections: [
          { heading: 'One', picture: { light: svg('a'), dark: svg('b'), alt: 'A', ...(print ? { print } : {}) } },
          { heading: 'Two', figure: { light: svg('a'), dark: svg('b') } },
        ],
      }),
    );
  expect(page().querySelectorAll('figure.print')).toHaveLength(0);
  const [paper] = page(svg('a')).querySelectorAll('figure.print');
  expect(paper?.querySelector('title')?.id).toBe('p0-title-a');
  expect(paper?.parentElement?.querySelector('picture img')).not.toBeNull();
});

test('halves of characters, and what is none, cost nothing but themselves', () => {
  const broken = 'a\ud83cb\ufffec\uffffd\u0000\u001be\tf';
  const alt = parsed(
    report({
      sentences: [broken],
      sections: [{ heading: broken, picture: { light: svg('a'), dark: svg('b'), alt: broken } }],
    }),
  );
  expect(alt.querySelector('header p')?.textContent).toBe('abcde\tf');
  expect(alt.querySelector('h2')?.textContent).toBe('abcde\tf');
  expect(alt.querySelector('img')?.alt).toBe('abcde\tf');
});
