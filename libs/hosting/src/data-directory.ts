import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure } from '@earshot/ports';

/** The data directory, held by this process until `release`. */
export interface DataDirectory {
  readonly path: string;
  release(): void;
}

/** Creates and locks the data directory. `Failure` `DATA_DIR_UNUSABLE` or `DATA_DIR_IN_USE`. */
export function holdDataDirectory(directory: string): DataDirectory {
  const path = resolve(directory);
  const lock = join(path, 'earshot.pid');
  try {
    mkdirSync(path, { recursive: true, mode: 0o755 });
    const holder = livingHolder(lock);
    if (holder !== null) {
      throw new Failure(
        'DATA_DIR_IN_USE',
        `EARSHOT_DATA_DIR: ${path} is in use by process ${holder}; stop it or choose another folder`,
      );
    }
    const file = openSync(lock, 'w', 0o600);
    writeSync(file, `${process.pid}\n`);
    closeSync(file);
  } catch (error) {
    if (error instanceof Failure) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new Failure('DATA_DIR_UNUSABLE', `EARSHOT_DATA_DIR: ${path} cannot be written (${code})`, {
      retryable: false,
      cause: error,
    });
  }
  return { path, release: () => rmSync(lock, { force: true }) };
}

/** The process that holds the lock, if it lives and is a Node process: ids are used again after a crash or a reboot. */
function livingHolder(lock: string): number | null {
  let pid: number;
  try {
    pid = Number(readFileSync(lock, 'utf8').trim());
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
