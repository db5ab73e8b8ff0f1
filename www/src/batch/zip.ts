// Archives: read entry by entry from where they lie, and written from many small files. The library comes only when an archive does.

import type { BatchFile } from './files.js';

/** The browser's own streams inflate; no workers, whose scripts would be blob addresses. */
async function library() {
  const zip = await import('@zip.js/zip.js/lib/zip-core-native.js');
  zip.configure({ useWebWorkers: false, useCompressionStream: true });
  return zip;
}

/** The files in an archive, without folders and without what systems hide there. Rejected with a sentence. */
export async function filesIn(archive: File): Promise<BatchFile[]> {
  const zip = await library();
  try {
    const entries = await new zip.ZipReader(new zip.BlobReader(archive)).getEntries();
    return entries.flatMap((entry): BatchFile[] =>
      entry.directory || isHidden(entry.filename)
        ? []
        : [
            {
              name: entry.filename,
              size: entry.uncompressedSize,
              open: () => entry.getData(new zip.BlobWriter()),
            },
          ],
    );
  } catch (error) {
    const why = error instanceof Error && error.message ? ` (${error.message})` : '';
    throw new Error(`“${archive.name}” can’t be read as a .zip${why}. Unpack it and drop the folder.`);
  }
}

/** What macOS and editors add. */
export const isHidden = (name: string): boolean =>
  name.split('/').some((part) => part.startsWith('.') || part === '__MACOSX');

/** An archive of these files, stored as they are: pictures don't get smaller. */
export async function archiveOf(
  files: AsyncIterable<{ readonly name: string; readonly content: Blob }>,
): Promise<Blob> {
  const zip = await library();
  const writer = new zip.ZipWriter(new zip.BlobWriter('application/zip'), { level: 0 });
  for await (const { name, content } of files) await writer.add(name, new zip.BlobReader(content));
  return writer.close();
}
