import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';

/** A line has 40 hexadecimal digits, a colon, a number and an end of line. */
const MAX_LINE_BYTES = 64;
const HASH_DIGITS = 40;

/**
 * A file of breached passwords as Have I Been Pwned offers it for download: one line for each SHA-1 in upper-case hexadecimal
 * with `:` and a number, sorted. It is searched on disk: it has tens of gigabytes.
 */
export class BreachedPasswords {
  constructor(private readonly file: string) {}

  /** Rejects as `open` of `node:fs` does. */
  async contains(password: string): Promise<boolean> {
    const wanted = createHash('sha1').update(password).digest('hex').toUpperCase();
    const handle = await open(this.file, 'r');
    try {
      return await findLine(handle, wanted);
    } finally {
      await handle.close();
    }
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
