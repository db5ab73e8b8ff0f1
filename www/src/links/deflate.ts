/** Text made small and back (deflate, RFC 1951): for reports in links, and for those that the browser keeps. */

/** A text that is larger than it may be, once it is unpacked. */
export class TooLarge extends Error {}

export async function deflated(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Stops as soon as there are more than `most` bytes of a text: a few bytes of a stranger's can unpack to gigabytes. */
export async function inflated(bytes: Uint8Array<ArrayBuffer>, most = Infinity): Promise<string> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
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
      throw new TooLarge();
    }
    text += decoder.decode(value, { stream: true });
  }
}
