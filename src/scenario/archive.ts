/** Files as one archive: what a person downloads of a broker's disk. */
import { zipSync } from 'fflate';
import type { Zippable } from 'fflate';

/** The earliest time that a zip archive can carry; the same files give the same archive. */
const earliest = new Date(1980, 0, 1);

/** A zip archive of files, below one folder. Paths have `/`. */
export function zipArchive(
  folder: string,
  files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
): Uint8Array<ArrayBuffer> {
  const entries: Zippable = {};
  for (const { path, bytes } of files) entries[`${folder}/${path}`] = [bytes, { mtime: earliest, level: 6 }];
  return zipSync(entries);
}
