import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const FILLER = 'filler';
const STEP_BYTES = 65_536;

/** Why no small file system can be made here; null where one can. */
export function smallDiskUnavailable(): string | null {
  if (process.platform !== 'linux') return 'a small file system is only made on Linux';
  if (process.getuid?.() !== 0) return 'only root may mount a small file system';
  return null;
}

/** Mounts an empty file system of this size on a folder, which is made. Returns how to take it away again. */
export function mountSmallDisk(folder: string, bytes: number): () => void {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder]);
  // Lazily: a file that somebody still has open must not keep the rest from being cleaned up.
  return () => void execFileSync('umount', ['-l', folder]);
}

/** Takes every free byte of the file system that a folder lies on. */
export function fillDisk(folder: string): void {
  const file = openSync(join(folder, FILLER), 'w');
  try {
    for (;;) writeSync(file, Buffer.alloc(STEP_BYTES));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(file);
  }
}

export const freeDisk = (folder: string): void => rmSync(join(folder, FILLER), { force: true });
