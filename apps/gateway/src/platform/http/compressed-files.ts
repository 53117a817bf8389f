import { readFile, stat } from 'node:fs/promises';
import { BoundedMap } from '@earshot/domain';
import { compress, type ContentCoding } from './content-coding.js';

/** Files in each coding that are kept. The web page has about 20. */
const MAX_FILES = 200;
/** Larger files are sent as they are, so that the kept ones take at most 200 MB; the page's largest has 1 MB. */
const MAX_FILE_BYTES = 1_048_576 * 4;
const MIN_FILE_BYTES = 1_024;
/** Each file is compressed once, so it may take a while: about 50 ms for 500 KB. */
const QUALITY = 7;

interface CompressedFile {
  readonly modifiedAtMs: number;
  readonly body: Promise<Buffer>;
}

/** The files of the web page, compressed at their first request and kept in memory. */
export class CompressedFiles {
  private readonly files = new BoundedMap<string, CompressedFile>(MAX_FILES);

  /** Null for a file that is sent as it is, because it is too small or too large. */
  async readCompressed(path: string, coding: ContentCoding): Promise<Buffer | null> {
    const { size, mtimeMs } = await stat(path);
    if (size < MIN_FILE_BYTES || size > MAX_FILE_BYTES) return null;
    const key = `${coding} ${path}`;
    const known = this.files.get(key);
    if (known?.modifiedAtMs === mtimeMs) return known.body;
    const body = readFile(path).then((content) => compress(coding, content, QUALITY));
    this.files.set(key, { modifiedAtMs: mtimeMs, body });
    body.catch(() => this.files.delete(key));
    return body;
  }
}
