import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeRecords, type FinishedMessages, type KeptMessage } from './journal-record.js';

const FILE_NAME = /^(\d{10})\.journal$/;

/**
 * The files of a journal. One file is written at a time. Older ones are left only by a process that died while it replaced
 * its file, or by an earlier run. The operating system has what is written, so it outlives the process.
 */
export class JournalFiles {
  private file: FileHandle | null = null;
  private number: number;
  private fileNames: string[];
  /** Bytes of all files. */
  private totalBytes = 0;

  /** Creates the directory for its owner alone if it is missing. */
  constructor(private readonly directory: string) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.fileNames = readdirSync(directory)
      .filter((name) => FILE_NAME.test(name))
      .sort();
    this.number = Number(FILE_NAME.exec(this.fileNames.at(-1) ?? '')?.[1] ?? 0);
  }

  get bytes(): number {
    return this.totalBytes;
  }

  /** The records that earlier processes wrote, in order. Call it once, before anything is written. */
  *readAll(): Generator<KeptMessage | FinishedMessages> {
    for (const name of this.fileNames) {
      const content = readFileSync(join(this.directory, name));
      this.totalBytes += content.length;
      yield* decodeRecords(content);
    }
  }

  async append(bytes: Uint8Array): Promise<void> {
    this.file ??= await this.createFile();
    await writeFully(this.file, bytes);
    this.totalBytes += bytes.length;
  }

  /** Replaces everything with these bytes. The old files go when the new one is whole. */
  async replaceAll(bytes: Uint8Array): Promise<void> {
    await this.file?.close();
    this.file = null;
    const replaced = [...this.fileNames];
    if (bytes.length > 0) {
      this.file = await this.createFile();
      await writeFully(this.file, bytes);
    }
    for (const name of replaced) await rm(join(this.directory, name), { force: true });
    this.fileNames = this.fileNames.filter((name) => !replaced.includes(name));
    this.totalBytes = bytes.length;
  }

  async close(): Promise<void> {
    await this.file?.close();
    this.file = null;
  }

  private async createFile(): Promise<FileHandle> {
    this.number += 1;
    const name = `${String(this.number).padStart(10, '0')}.journal`;
    const file = await open(join(this.directory, name), 'wx', 0o600);
    this.fileNames.push(name);
    return file;
  }
}

async function writeFully(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += (await file.write(bytes, written, bytes.length - written)).bytesWritten;
  }
}
