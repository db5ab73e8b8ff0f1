/** Text made small and back (deflate, RFC 1951): for reports in links, and for those that the browser keeps. */

import { textOf } from './text.js';

export async function deflated(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A small text unpacked. Stops as soon as there are more than `most` bytes: a few bytes of a stranger's can unpack to gigabytes. */
export function inflated(bytes: Uint8Array<ArrayBuffer>, most = Infinity): Promise<string> {
  return textOf(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')), most);
}
