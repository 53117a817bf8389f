import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { Failure } from '@earshot/ports';

/** A line has 40 hexadecimal digits, a colon, a number and an end of line. */
const MAX_LINE_BYTES = 64;
const HASH_DIGITS = 40;
const HASH = /^[0-9A-F]{40}$/;

/**
 * A file of breached passwords as Have I Been Pwned offers it for download: one line for each SHA-1 in upper-case hexadecimal
 * with `:` and a number, sorted. It is searched on disk: it has tens of gigabytes.
 */
export class BreachedPasswords {
  constructor(private readonly file: string) {}

  /** Reads the first line, so that a wrong file is found at the start. Rejects with `Failure` `BREACHED_PASSWORDS_UNUSABLE`. */
  async requireUsable(): Promise<void> {
    const line = await this.read((handle) => readLineAt(handle, 0)).catch((error: NodeJS.ErrnoException) => {
      throw this.unusable(error.code ?? 'unreadable');
    });
    if (line === null || !HASH.test(line.hash)) throw this.unusable('its first line has no SHA-1');
  }

  /** Rejects as `open` of `node:fs` does. */
  contains(password: string): Promise<boolean> {
    const wanted = createHash('sha1').update(password).digest('hex').toUpperCase();
    return this.read((handle) => findLine(handle, wanted));
  }

  private async read<T>(task: (handle: FileHandle) => Promise<T>): Promise<T> {
    const handle = await open(this.file, 'r');
    try {
      return await task(handle);
    } finally {
      await handle.close();
    }
  }

  private unusable(reason: string): Failure {
    return new Failure(
      'BREACHED_PASSWORDS_UNUSABLE',
      `EARSHOT_BREACHED_PASSWORDS_FILE: cannot search ${this.file} (${reason}). Correct the path, or remove the setting.`,
    );
  }
}

/** Halves the part of the file in which the line may begin, until it is found or nothing is left. */
async function findLine(handle: FileHandle, wanted: string): Promise<boolean> {
  let from = 0;
  let to = (await handle.stat()).size;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const line = await readLineAt(handle, middle);
    if (line?.hash === wanted) return true;
    // No line begins between `middle` and the one that was read.
    if (line === null || line.startsAt >= to || line.hash > wanted) to = middle;
    else from = line.startsAt + 1;
  }
  return false;
}

/** The first line that begins at or after the position; null at the end of the file. */
async function readLineAt(
  handle: FileHandle,
  position: number,
): Promise<{ readonly hash: string; readonly startsAt: number } | null> {
  const from = Math.max(0, position - 1);
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(2 * MAX_LINE_BYTES), 0, 2 * MAX_LINE_BYTES, from);
  const text = buffer.toString('latin1', 0, bytesRead);
  const at = position === 0 ? 0 : text.indexOf('\n') + 1;
  const hash = text.slice(at, at + HASH_DIGITS).toUpperCase();
  if ((position !== 0 && at === 0) || hash.length < HASH_DIGITS) return null;
  return { hash, startsAt: from + at };
}
