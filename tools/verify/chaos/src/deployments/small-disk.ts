import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const FILLER = 'filler';
const STEP_BYTES = 65_536;

/** Returns why this machine cannot mount a small file system, or null. */
export function whyNoSmallDisk(): string | null {
  if (process.platform !== 'linux') return 'mounting a small file system needs Linux';
  if (process.getuid?.() !== 0) return 'mounting a small file system needs root';
  return null;
}

/** Creates the folder and mounts an empty file system of this size there. Returns a function that unmounts it. */
export function mountSmallDisk(folder: string, bytes: number): () => void {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder]);
  // A lazy unmount succeeds although a process still has a file open.
  return () => void execFileSync('umount', ['-l', folder]);
}

/** Fills the file system that holds the folder. */
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
