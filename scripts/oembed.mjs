// oEmbed (oembed.com, version 1.0): sites that know it make a frame of a page's address that is pasted into a post. Vite's configuration takes this
// in; it reads the snippets' own source, which Node alone can't.

import { readFileSync } from 'node:fs';

import { frameSnippet } from '../www/src/links/snippets.ts';
import { root } from './tools.mjs';

/** Answers change with a new build at most: kept for a day, in seconds. */
const CACHE_S = 86_400;

/** A picture of a race, and where the site has it. */
const RACE = { file: 'docs/screenshot.png', fileName: 'oembed/race.png' };
/** Our breakfast, which the site has anyway. */
const BREAKFAST = { file: 'www/public/sample.jpg' };

/** What stands for a page in a post, as high as it is with a result. The batch has no view that could. */
const RACING = { view: 'race', setting: 'kernel=gaussian&sigma=5&modes=simd,threads', height: 1120, picture: RACE };
const PAGES = {
  index: RACING,
  embed: RACING,
  tour: { view: 'tour-step', setting: '', height: 600, picture: BREAKFAST },
  breakfast: { view: 'breakfast', setting: '', height: 940, picture: BREAKFAST },
  requests: { view: 'network', setting: '', height: 940 },
};
const WIDTH = 700;

/**
 * Writes a page's answer as a file, and into the page where it lies. Both need absolute addresses, which only who builds for a site knows.
 *
 * @param {string | undefined} site the site's address, with a slash at its end; without it nothing is written.
 */
export function oembed(site) {
  const titles = {};
  return {
    name: 'oembed',
    apply: (_, { command }) => command === 'build' && Boolean(site),
    transformIndexHtml: {
      // The address is of another place than this build: nothing is to be looked for there.
      order: 'post',
      handler(html, { path }) {
        const page = path.replace(/^\/|\.html$/g, '');
        if (!(page in PAGES)) return [];
        titles[page] = titleOf(html);
        const attrs = {
          rel: 'alternate',
          type: 'application/json+oembed',
          href: `${site}${fileOf(page)}`,
          title: titles[page],
        };
        return [{ tag: 'link', attrs, injectTo: 'head' }];
      },
    },
    generateBundle: {
      // When all pages have been seen.
      order: 'post',
      handler() {
        for (const page of Object.keys(PAGES)) {
          const answer = JSON.stringify(answerOf(site, page, titles[page]), null, 2);
          this.emitFile({ type: 'asset', fileName: fileOf(page), source: `${answer}\n` });
        }
        this.emitFile({ type: 'asset', fileName: RACE.fileName, source: readFileSync(`${root}/${RACE.file}`) });
      },
    },
  };
}

const fileOf = (page) => `oembed/${page}.json`;

function answerOf(site, page, title) {
  const { view, setting, height, picture } = PAGES[page];
  return {
    version: '1.0',
    type: 'rich',
    title,
    provider_name: 'Four Toasters',
    provider_url: site,
    cache_age: CACHE_S,
    html: frameSnippet(site, setting, { view, title, width: WIDTH, height }),
    width: WIDTH,
    height,
    ...(picture ? thumbnail(site, picture) : {}),
  };
}

function thumbnail(site, { file, fileName }) {
  const [width, height] = sizeOf(readFileSync(`${root}/${file}`));
  return {
    thumbnail_url: site + (fileName ?? file.replace('www/public/', '')),
    thumbnail_width: width,
    thumbnail_height: height,
  };
}

/** Width and height of a PNG, or of a JPEG: its frame header is the first segment of the kinds C0 to C2. */
function sizeOf(bytes) {
  if (bytes.toString('latin1', 1, 4) === 'PNG') return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  let at = 2;
  while (bytes[at + 1] < 0xc0 || bytes[at + 1] > 0xc2) at += 2 + bytes.readUInt16BE(at + 2);
  return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
}

function titleOf(html) {
  const [, title] = /<title>([^<&]+)<\/title>/.exec(html) ?? [];
  if (!title) throw new Error('A page without a plain title can’t have an oEmbed answer.');
  return title;
}
