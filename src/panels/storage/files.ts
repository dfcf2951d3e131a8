/** Files that go out of the page and come into it. */
import type { App } from '../../app/context.ts';
import { saveFile } from '../../app/links.ts';
import { showLog } from './choice.ts';

/** Of larger files only the beginning is looked at: the rest would not be seen anyway. */
const openedBytesMax = 64 * 1024 * 1024;

/** Hands a broker's log directories to the person as an archive: the files that `headless run --export` writes. */
export async function downloadDisk({ client }: Pick<App, 'client'>, broker: number): Promise<void> {
  const [files, { zipArchive }] = await Promise.all([client.diskFiles(broker), import('../../scenario/archive.ts')]);
  const folder = `broker-${String(broker)}`;
  saveFile(`kafkascope-${folder}.zip`, zipArchive(folder, files), 'application/zip');
}

/** Opens log files beside the cluster. */
export async function openFiles({ client }: Pick<App, 'client'>, files: readonly File[]): Promise<void> {
  if (files.length === 0) return;
  const room = Math.floor(openedBytesMax / Math.max(1, files.filter((file) => file.size > openedBytesMax / files.length).length));
  const opened = await Promise.all(
    files.map(async (file) => ({
      path: file.name,
      bytes: new Uint8Array(await file.slice(0, room).arrayBuffer()),
      sizeBytes: file.size,
    })),
  );
  await client.openLogFiles(opened);
  showLog({ source: 'files', openedNames: opened.map(({ path }) => path) });
}

/** Puts opened files away. */
export async function closeFiles({ client }: Pick<App, 'client'>): Promise<void> {
  showLog({ source: 'broker', openedNames: [] });
  await client.openLogFiles([]);
}
