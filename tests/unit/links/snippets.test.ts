// What authors copy, read as their pages would read it.

import fc from 'fast-check';
import markdown from 'reveal.js/plugin/markdown';
import { expect, test } from 'vitest';

import { readOptions } from '../../../www/src/embed/options.js';
import { elementSnippet, frameSnippet, markdownSnippet } from '../../../www/src/links/snippets.js';

const SITE = 'https://example.org/toasters/';

/** The elements that a browser makes of it. */
function parsed(source: string): DocumentFragment {
  const template = document.createElement('template');
  template.innerHTML = source;
  return template.content;
}

/** What Markdown makes of it, by the renderer that reveal.js brings. */
const { marked } = (() => {
  const plugin = markdown();
  const deck = { getConfig: () => ({}), getRevealElement: () => document.createElement('div') };
  plugin.init?.(deck as unknown as Parameters<NonNullable<typeof plugin.init>>[0]);
  return plugin;
})();
const rendered = (source: string): DocumentFragment =>
  parsed((marked as { parse(source: string): string }).parse(source));

const settings = fc
  .array(fc.tuple(fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/), fc.string()), { maxLength: 5 })
  .map((pairs) => new URLSearchParams(pairs).toString());

test('a frame asks for exactly the setting, whatever is in it', () => {
  fc.assert(
    fc.property(settings, fc.string(), (setting, title) => {
      const { children } = parsed(frameSnippet(SITE, setting, { view: 'breakfast', title }));
      expect(children.length).toBe(1);
      const frame = children[0] as HTMLIFrameElement;
      expect(frame.getAttribute('title')).toBe(title);
      const address = new URL(frame.getAttribute('src') ?? '');
      expect(address.href.startsWith(`${SITE}embed.html?`)).toBe(true);
      expect([...address.searchParams]).toEqual([['view', 'breakfast'], ...new URLSearchParams(setting)]);
    }),
  );
});

test('the snippets without a view ask for a race', () => {
  const frame = parsed(frameSnippet(SITE, 'kernel=sobel&threads=4')).children[0] as HTMLIFrameElement;
  expect(readOptions(new URL(frame.getAttribute('src') ?? '').search, SITE)).toMatchObject({
    view: 'race',
    query: 'kernel=sobel&threads=4',
    problems: [],
  });
  const element = parsed(elementSnippet(SITE, 'kernel=sobel&threads=4')).querySelector('four-toasters');
  expect(element?.getAttributeNames()).toEqual(['view', 'kernel', 'threads', 'report']);
});

test('in Markdown a picture leads to the setting, whatever its words and its address are', () => {
  const words = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom(...'ab [](){}<>\\`*_!|~&#"\'$^;:.-+=1\n') }),
    fc.constantFrom('4 threads: 3.4 × [faster](x)', '![a](b)', '<b>&amp;</b>', '\\', '[', '](', '`a`', '~~b~~'),
  );
  fc.assert(
    fc.property(words, settings, fc.string({ unit: fc.constantFrom(..."a()[]\\;&|*_`'") }), (said, setting, extra) => {
      const link = new URL(`index.html#v1&${setting}&x=${extra}`, SITE).href;
      const { children } = rendered(markdownSnippet(said, link));
      expect(children.length).toBe(1);
      expect(children[0]?.children.length).toBe(1);
      const leads = children[0]?.firstElementChild;
      expect(leads?.localName).toBe('a');
      expect(decoded(leads?.getAttribute('href'))).toBe(decoded(link));
      expect(leads?.children.length).toBe(1);
      const picture = leads?.firstElementChild;
      expect(picture?.getAttribute('src')).toBe('my-race.svg');
      expect(picture?.getAttribute('alt')).toBe(said.replace(/\s+/gu, ' ').trim());
    }),
    { numRuns: 1000 },
  );
});

/** An address as it is read: which of its characters are written as they are, and which by number, is all one. */
const decoded = (address: string | null | undefined): string => decodeURIComponent(address ?? '');
