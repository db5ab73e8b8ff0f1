/** Charts and tables as files. Everything is made in the page. */
import type { Table } from '../generated/model.js';

/** How much finer than the screen a PNG is. */
const PNG_SCALE = 2;

/** Gives the visitor a file. */
export function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // The browser reads the address after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A name for files: letters, digits and hyphens. */
export function fileName(...parts: readonly string[]): string {
  return parts
    .join('-')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

/** An SVG's own width and height, drawn on a canvas as a PNG. Rejected with a sentence. */
export async function pngOf(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth * PNG_SCALE;
    canvas.height = image.naturalHeight * PNG_SCALE;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error('it is too large for this browser');
    return blob;
  } catch (error) {
    throw new Error(`The PNG could not be made: ${(error as Error).message}. The SVG is the same chart.`);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** A table as RFC 4180 has it: quotes where they are needed, CRLF. */
export function csvOf({ columns, rows }: Table): string {
  const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [columns, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}
