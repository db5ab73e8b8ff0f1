/** Texts of strangers, read no further than they may be long. */

/** Longest report that is fetched from an address, in bytes. */
const LARGEST_FETCHED = 20_000_000;

/** A text that is larger than it may be. */
export class TooLarge extends Error {}

/** What a stream of UTF-8 says. Stops, and is rejected with `TooLarge`, as soon as there are more than `most` bytes. */
export async function textOf(stream: ReadableStream<Uint8Array>, most: number): Promise<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.length;
    if (size > most) {
      await reader.cancel();
      throw new TooLarge(`it has more than ${most / 1e6} MB`);
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** How an address is asked that a link names: nothing of the visitor goes along. */
export const AS_NOBODY = { credentials: 'omit', referrerPolicy: 'no-referrer' } as const satisfies RequestInit;

/** The report at an address, not yet looked at, as text. Rejected with the reason, to be said within a sentence. */
export async function fetchedReport(address: string, how: RequestInit = {}): Promise<string> {
  const response = await fetch(address, how);
  if (!response.ok || !response.body) throw new Error(`its address answers with status ${response.status}`);
  return textOf(response.body, LARGEST_FETCHED);
}
