// Where files come from: dropped, picked, in an archive. Names and handles only: no byte is read here.

import type { BatchFile } from './files.js';
import { filesIn, isHidden } from './zip.js';

/** A list of files, and in words where it comes from. */
export interface Source {
  readonly files: readonly BatchFile[];
  readonly name: string;
}

/** Files that were picked; archives among them are opened. Rejected with a sentence. */
export async function picked(list: Iterable<File>): Promise<Source> {
  const files: BatchFile[] = [];
  const archives: string[] = [];
  for (const file of list) {
    const name = file.webkitRelativePath || file.name;
    if (isHidden(name)) continue;
    if (isArchive(file)) {
      archives.push(file.name);
      files.push(...(await filesIn(file)));
    } else files.push({ name, size: file.size, open: () => Promise.resolve(file) });
  }
  return named(files, archives);
}

/** What was dropped: files, folders with all that is in them, archives. Rejected with a sentence. */
export async function dropped(transfer: DataTransfer): Promise<Source> {
  // The list is emptied when the event has passed: entries are taken at once.
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return picked(transfer.files);
  const files: BatchFile[] = [];
  const archives: string[] = [];
  const walk = async (entry: FileSystemEntry): Promise<void> => {
    if (isHidden(entry.name)) return;
    if (entry.isDirectory) {
      for (const child of await children(entry as FileSystemDirectoryEntry)) await walk(child);
      return;
    }
    const file = await fileOf(entry as FileSystemFileEntry);
    if (isArchive(file)) {
      archives.push(file.name);
      files.push(...(await filesIn(file)));
    } else files.push({ name: entry.fullPath.replace(/^\//, ''), size: file.size, open: () => Promise.resolve(file) });
  };
  for (const entry of entries) await walk(entry);
  return named(files, archives);
}

function named(files: BatchFile[], archives: readonly string[]): Source {
  files.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const count = `${files.length.toLocaleString('en-GB')} file${files.length === 1 ? '' : 's'}`;
  return { files, name: archives.length > 0 ? `${count}, of them from ${archives.join(', ')}` : count };
}

const isArchive = ({ name, type }: File): boolean => /\.zip$/i.test(name) || type === 'application/zip';

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

/** All of a folder's entries: the browser gives a hundred at a time. */
async function children(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}
