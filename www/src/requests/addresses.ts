// The visitor's own addresses: a list, or one with {i} in it; and how politely they are asked.

/** Requests a run sends to any host other than the page's own, retries among them. */
export const MOST_ELSEWHERE = 200;

/** What stands for the number of the request, from 1. */
const NUMBER = '{i}';

/** Addresses to ask, or why there are none. */
export type Addresses =
  { readonly urls: readonly URL[]; readonly problem?: never } | { readonly urls?: never; readonly problem: string };

/**
 * Reads what was typed: one address with {i} makes `count` of it; else each line is one request, and a shorter list is gone through again.
 * Addresses may be relative to the page.
 */
export function readAddresses(text: string, count: number, page: string): Addresses {
  const lines = text
    .split(/\s+/u)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length === 0) return { problem: 'Type at least one address, such as https://example.org/day/{i}.' };
  const urls: URL[] = [];
  for (let i = 0; i < count; i += 1) {
    const line = (lines[i % lines.length] ?? '').replaceAll(NUMBER, String(i + 1));
    if (!URL.canParse(line, page)) return { problem: `“${line}” is no address.` };
    const url = new URL(line, page);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      return { problem: `“${line}” is neither http nor https: this page can’t fetch it.` };
    }
    if (url.username || url.password) return { problem: 'Addresses with a name or a password are not sent.' };
    urls.push(url);
  }
  return { urls };
}

/** Why so many requests (of all ways together) are too many for another host; nothing when they aren't. */
export function impoliteness(urls: readonly URL[], ways: number, page: string): string | undefined {
  const own = new URL(page).host;
  const counts = new Map<string, number>();
  for (const { host } of urls) if (host !== own) counts.set(host, (counts.get(host) ?? 0) + ways);
  for (const [host, count] of counts) {
    if (count > MOST_ELSEWHERE) {
      return `That would be ${count} requests to ${host}. This page sends no more than ${MOST_ELSEWHERE} a run to another host: ask for fewer.`;
    }
  }
  return undefined;
}

/** Thrown instead of sending what would be too much. */
export class Impolite extends Error {
  constructor(host: string) {
    super(`${MOST_ELSEWHERE} requests were sent to ${host} in this run: this page sends no more to another host.`);
    this.name = 'Impolite';
  }
}

/** Counts what one run sends to other hosts. */
export class Politeness {
  readonly #sent = new Map<string, number>();
  readonly #own: string;

  constructor(page: string) {
    this.#own = new URL(page).host;
  }

  /** Counts a request that is about to be sent; throws when it must not be. */
  count({ host }: URL): void {
    if (host === this.#own) return;
    const sent = (this.#sent.get(host) ?? 0) + 1;
    if (sent > MOST_ELSEWHERE) throw new Impolite(host);
    this.#sent.set(host, sent);
  }
}
