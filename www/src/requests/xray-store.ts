// Where the weather service finds its pictures: a store of the browser's that the page fills and the service worker reads.

/** Different pictures there are; requests go through them again and again. */
export const POOL = 24;

/** The store's name tells the version that drew them. */
const STORE = `four-toasters-xrays-${__VERSION__}`;

const keyOf = (number: number): string => `/xray-pool/${number}.jpg`;

/** What this thread has seen. Also the only place where a browser gives no store, as in private windows. */
const here = new Map<number, Uint8Array<ArrayBuffer>>();

/** Puts a picture there. */
export async function storePicture(number: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  here.set(number, bytes);
  await (await open())?.put(keyOf(number), new Response(bytes, { headers: { 'Content-Type': 'image/jpeg' } }));
}

/** A picture's bytes; nothing before they were put there. */
export async function storedPicture(number: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const key = number % POOL;
  const known = here.get(key);
  if (known) return known;
  const response = await (await open())?.match(keyOf(key));
  if (!response) return undefined;
  const bytes = new Uint8Array(await response.arrayBuffer());
  here.set(key, bytes);
  return bytes;
}

async function open(): Promise<Cache | undefined> {
  try {
    return await caches.open(STORE);
  } catch {
    return undefined;
  }
}
