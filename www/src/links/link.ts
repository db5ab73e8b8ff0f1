/**
 * Permalinks: the whole setting in the fragment of the lab's address, and with it a report that is small enough.
 *
 *   #v1&kernel=gaussian&sigma=12&modes=simd,threads&threads=4&report=…
 *
 * The setting is written as in the query (`state/address.ts`). The report is its JSON, compressed (deflate, RFC 1951) and in base64url
 * (RFC 4648, section 5). Only which lane did what during warm-ups is left out, for its length: no chart and no sentence is made of it. A
 * fragment is never sent to a server.
 */

import type { Report } from '../generated/model.js';
import { deflated, inflated } from './deflate.js';
import { TooLarge } from './text.js';

const VERSION = 'v1';

/** Longest link that is made and read, in characters: longer ones don't survive chats and mails. */
export const LONGEST_LINK = 16_000;

/** A report that is larger than this when it is unpacked isn't one that somebody measured, in bytes. */
const LARGEST_REPORT = 4_000_000;

/** What a fragment asks for. */
export interface Link {
  /** The setting, as in a query. */
  readonly setting: string;
  /** The report that travelled along, not yet looked at. */
  readonly report?: unknown;
  /** What could not be read, as a sentence. */
  readonly problem?: string;
}

/** The fragment for this setting alone. */
export const settingLink = (setting: string): string => `#${VERSION}&${setting}`;

/** The fragment for this setting, with the report if there is one. Rejected with a sentence if the report is too large. */
export async function writeLink(setting: string, report?: Report): Promise<string> {
  const start = settingLink(setting);
  if (!report) return start;
  const link = `${start}&report=${toBase64(await deflated(JSON.stringify(forLink(report))))}`;
  if (link.length > LONGEST_LINK)
    throw new Error(
      `With this report the link would have ${link.length.toLocaleString('en-GB')} characters, and ${LONGEST_LINK.toLocaleString('en-GB')} are the most. Save the report as a file instead: who drops it on the page sees the same.`,
    );
  return link;
}

/** Reads a fragment; nothing where it is no permalink. Never rejected: what can't be read is told. */
export async function readLink(fragment: string): Promise<Link | undefined> {
  const [, version, rest = ''] = /^#(v\d+)&?(.*)$/s.exec(fragment) ?? [];
  if (!version) return undefined;
  if (version !== VERSION)
    return {
      setting: '',
      problem: `The link is of version ${version.slice(1, 9)}; this page reads version ${VERSION.slice(1)}.`,
    };
  if (fragment.length > LONGEST_LINK)
    return {
      setting: '',
      problem: `The link has more than ${LONGEST_LINK.toLocaleString('en-GB')} characters, so it was not read.`,
    };
  const params = new URLSearchParams(rest);
  const packed = params.get('report');
  params.delete('report');
  const setting = params.toString();
  if (packed === null) return { setting };
  try {
    return { setting, report: JSON.parse(await inflated(fromBase64(packed), LARGEST_REPORT)) as unknown };
  } catch (error) {
    const why = error instanceof TooLarge ? 'It is too large.' : 'A part of the link may be missing.';
    return { setting, problem: `The report in the link can’t be read. ${why}` };
  }
}

/** A report as it travels in a link. */
export function forLink(report: Report): Report {
  const runs = report.runs.map((run) => (run.warmup ? { ...run, trace: { ...run.trace, spans: [] } } : run));
  return { ...report, runs };
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
}
