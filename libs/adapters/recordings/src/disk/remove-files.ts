import type { RemovedRecording } from '@earshot/ports';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Removes a file and its drafts, whose names begin with its name and a dot. Does nothing without the folder. */
export async function removeFiles(folder: string, name: string): Promise<RemovedRecording> {
  const names = await readdir(folder).catch(ignoreMissing([]));
  const found = names.filter((each) => each === name || each.startsWith(`${name}.`)).map((each) => join(folder, each));
  let fileBytes = 0;
  for (const file of found) {
    fileBytes += (await stat(file).catch(ignoreMissing({ size: 0 }))).size;
    await rm(file, { force: true });
  }
  if (found.length > 0) await syncFolder(folder);
  return { files: found.length, fileBytes };
}

/** After a power cut, the files must not be there again. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const ignoreMissing =
  <T>(instead: T) =>
  (error: unknown): T => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return instead;
    throw error;
  };
