import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure } from '@earshot/ports';
import { createFolder } from './create-folder.js';

/** A data directory that no other Earshot process uses until `release`. */
export interface LockedDataDirectory {
  /** Absolute. */
  readonly path: string;
  release(): void;
}

/** Creates and locks the data directory. `Failure` `DATA_DIR_UNUSABLE` or `DATA_DIR_IN_USE`. */
export function lockDataDirectory(directory: string): LockedDataDirectory {
  const path = resolve(directory);
  const lockFile = join(path, 'earshot.pid');
  try {
    createFolder(path);
    const holder = readLivingHolder(lockFile);
    if (holder !== null) {
      throw new Failure(
        'DATA_DIR_IN_USE',
        `EARSHOT_DATA_DIR: process ${holder} uses ${path}. Stop it or choose another folder.`,
      );
    }
    const file = openSync(lockFile, 'w', 0o600);
    writeSync(file, `${process.pid}\n`);
    closeSync(file);
  } catch (error) {
    if (error instanceof Failure) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new Failure(
      'DATA_DIR_UNUSABLE',
      `EARSHOT_DATA_DIR: cannot write to ${path} (${code}). Correct the path or its permissions.`,
      { retryable: false, cause: error },
    );
  }
  return { path, release: () => rmSync(lockFile, { force: true }) };
}

/** The process that holds the lock, or null. Process ids are reused, so a process that is not Node does not hold it. */
function readLivingHolder(lockFile: string): number | null {
  let pid: number;
  try {
    pid = Number(readFileSync(lockFile, 'utf8').trim());
  } catch {
    return null;
  }
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return null;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? pid : null;
  }
  try {
    return /node|npm/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ? pid : null;
  } catch {
    return pid;
  }
}
