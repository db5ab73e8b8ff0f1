/** What authors copy into their pages. The options are those of `embed/options.ts`. */
import { escaped } from '../escaped.js';
import type { ViewName } from '../embed/options.js';

/** What a frame shows, and how large it is until it has told its own height. */
export interface Framed {
  readonly view?: ViewName;
  readonly title?: string;
  /** In CSS pixels. */
  readonly width?: number;
  readonly height?: number;
}

/** A frame with this setting: a race unless it says otherwise. */
export function frameSnippet(site: string, setting: string, framed: Framed = {}): string {
  const { view = 'race', title = 'A race: sequential against parallel', width = 700, height = 900 } = framed;
  return `<iframe
  src="${escaped(`${site}embed.html?view=${view}${setting ? `&${setting}` : ''}`)}"
  title="${escaped(title)}"
  width="${width}" height="${height}" loading="lazy"
  style="width:100%;max-width:${width}px;border:0"
  allow="cross-origin-isolated; fullscreen"></iframe>`;
}

/** The element with this setting, around the author's picture of a race and its report, saved beside the text. */
export function elementSnippet(site: string, setting: string): string {
  const options = [...new URLSearchParams(setting)].map(([name, value]) => ` ${name}="${escaped(value)}"`).join('');
  return `<script type="module" src="${escaped(site)}element/four-toasters.js"></script>
<four-toasters view="race"${options} report="my-race.json">
  <img src="my-race.svg" alt="What came of it when I ran it">
</four-toasters>`;
}

/** A picture of the author's, saved beside the text, that leads to `link`: for Markdown, which takes neither frames nor scripts. */
export function markdownSnippet(words: string, link: string): string {
  return `[![${inMarkdown(words)}](my-race.svg)](${asDestination(link)})`;
}

/**
 * Plain words within a line of Markdown: whatever might mean something there means itself. It goes by its number, since renderers differ in
 * what they make of backslashes in a picture that is within a link.
 */
const inMarkdown = (words: string): string =>
  words
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[\\`*_{}[\]<>&!|~#^$]/g, (c) => `&#${c.charCodeAt(0)};`);

/** An address where Markdown expects one: nothing in it ends it, or is taken for an escape, an entity or a table's edge. */
const asDestination = (link: string): string =>
  link.replace(/[\s()<>[\]\\`"|;]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
