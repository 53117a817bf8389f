import type { CallId } from '@earshot/contracts';
import {
  Failure,
  type CallKeys,
  type RecordingEraser,
  type RecordingFormat,
  type RecordingStore,
  type RecordingWriter,
  type RemovedRecording,
  type StoredRecording,
  type TrackSamples,
} from '@earshot/ports';
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { BlockCipher, BLOCK_PLAIN_BYTES } from '../sealed/block-cipher.js';
import { encodeSealedHeader, RECORDING_FILE } from '../sealed/sealed-header.js';
import { eraseInFile } from './erase-in-file.js';
import { DiskRecordingWriter, type DiskRecordingStart } from './disk-recording-writer.js';
import { ioFailure } from './io-failure.js';
import { openRecordingFile } from './open-recording-file.js';
import type { RecordingFile } from './recording-file.js';
import { recordingPath } from '../recording-path.js';
import { requireSameFormat } from '../sample-format.js';
import { PlainFile } from './plain-file.js';
import { removeFiles } from './remove-files.js';
import { sealPlainFile } from './seal-plain-file.js';
import type { SealedFile } from './sealed-file.js';
import { StoredDiskRecording } from './stored-disk-recording.js';

export interface DiskRecordingOptions {
  /** Created for its owner alone if it is missing. */
  readonly directory: string;
  readonly keys: CallKeys;
}

/**
 * Stores recordings as sealed files below a directory. Reads the WAV files of earlier versions, and seals them when it changes them.
 * Rejects with `Failure`: `RECORDING_FORMAT_CHANGED`, `RECORDING_IN_USE` (a writer of this call is open in this process),
 * `RECORDING_UNREADABLE`, a failure of `CallKeys`, or retryable `RECORDING_IO_FAILED`.
 */
export const createDiskRecordingStore = (options: DiskRecordingOptions): RecordingStore & RecordingEraser =>
  new DiskRecordingStore(options);

/** What happens to a stored file. `step` is named in a failure. */
interface FileTask {
  readonly step: string;
  readonly flags: 'r' | 'r+';
  readonly mayBeCut?: boolean;
}

class DiskRecordingStore implements RecordingStore, RecordingEraser {
  private readonly openCalls = new Set<CallId>();
  private readonly shards = new Set<string>();

  constructor(private readonly options: DiskRecordingOptions) {}

  async open(callId: CallId, format: RecordingFormat): Promise<RecordingWriter> {
    if (this.openCalls.has(callId)) {
      throw new Failure('RECORDING_IN_USE', 'The recording of this call is being written.', { retryable: true });
    }
    this.openCalls.add(callId);
    try {
      const cipher = await this.obtainCipher(callId);
      await this.sealStored(callId, format);
      const handle = await this.createFile(callId);
      const start = await prepare(handle, cipher, format).catch(async (error: unknown) => {
        await handle.close();
        throw error;
      });
      return new DiskRecordingWriter(handle, cipher, format, start, () => this.openCalls.delete(callId));
    } catch (error) {
      this.openCalls.delete(callId);
      throw ioFailure('opening', error);
    }
  }

  async find(callId: CallId): Promise<StoredRecording | null> {
    return this.withStored(callId, { step: 'looking up', flags: 'r' }, async (handle, file) => {
      const { mtimeMs } = await handle.stat();
      return new StoredDiskRecording(file, mtimeMs, (task) => this.readAgain(callId, task));
    });
  }

  async finish(callId: CallId): Promise<void> {
    await this.sealStored(callId);
    await this.withStored(callId, { step: 'finishing', flags: 'r+' }, async (handle, file) => {
      const { format, dataBytes } = file;
      // A file whose header is right keeps the time of its last change.
      if (file instanceof PlainFile || file.header.dataBytes === dataBytes) return;
      await handle.write(encodeSealedHeader(file.cipher, { format, dataBytes }), 0, undefined, 0);
    });
  }

  async eraseSamples(callId: CallId, select: (format: RecordingFormat) => readonly TrackSamples[]): Promise<void> {
    await this.sealStored(callId);
    await this.withStored(callId, { step: 'removing audio', flags: 'r+' }, async (handle, file) => {
      if (!(file instanceof PlainFile)) await eraseInFile(handle, file, select(file.format));
    });
  }

  async removeRecording(callId: CallId): Promise<RemovedRecording> {
    const path = this.pathOf(callId);
    try {
      return await removeFiles(dirname(path), basename(path));
    } catch (error) {
      throw ioFailure('removing', error);
    }
  }

  private async *readAgain(
    callId: CallId,
    task: (file: RecordingFile) => AsyncIterable<Uint8Array>,
  ): AsyncGenerator<Uint8Array> {
    const handle = await this.openStored(callId, 'r');
    try {
      const file = handle && (await openRecordingFile(handle, () => this.findCipher(callId)));
      if (file === null) throw new Failure('RECORDING_UNREADABLE', 'The recording is gone.');
      yield* task(file);
    } catch (error) {
      throw ioFailure('reading', error);
    } finally {
      await handle?.close();
    }
  }

  /** Null without a recording. */
  private async withStored<T>(
    callId: CallId,
    { step, flags, mayBeCut }: FileTask,
    task: (handle: FileHandle, file: PlainFile | SealedFile) => Promise<T>,
  ): Promise<T | null> {
    const handle = await this.openStored(callId, flags);
    if (handle === null) return null;
    try {
      const file = await openRecordingFile(handle, () => this.findCipher(callId), mayBeCut);
      return file && (await task(handle, file));
    } catch (error) {
      throw ioFailure(step, error);
    } finally {
      await handle.close();
    }
  }

  /** Replaces the WAV file of an earlier version at once. One without samples may change its `format`. */
  private async sealStored(callId: CallId, format?: RecordingFormat): Promise<void> {
    await this.withStored(callId, { step: 'sealing', flags: 'r', mayBeCut: true }, async (_handle, file) => {
      if (!(file instanceof PlainFile)) return;
      if (format !== undefined && file.dataBytes > 0) requireSameFormat(file.format, format);
      const draft = `${this.pathOf(callId)}.${randomUUID()}`;
      try {
        await sealPlainFile(file, await open(draft, 'wx+', 0o600), await this.obtainCipher(callId));
        await rename(draft, this.pathOf(callId));
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    });
  }

  private async obtainCipher(callId: CallId): Promise<BlockCipher> {
    return new BlockCipher(await this.options.keys.obtainKey(callId), callId, RECORDING_FILE);
  }

  private async findCipher(callId: CallId): Promise<BlockCipher> {
    return new BlockCipher(await this.options.keys.findKey(callId), callId, RECORDING_FILE);
  }

  private pathOf(callId: CallId): string {
    return join(this.options.directory, recordingPath(callId));
  }

  private async openStored(callId: CallId, flags: 'r' | 'r+'): Promise<FileHandle | null> {
    try {
      return await open(this.pathOf(callId), flags);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw ioFailure('looking up', error);
    }
  }

  private async createFile(callId: CallId): Promise<FileHandle> {
    const file = this.pathOf(callId);
    const shard = dirname(file);
    if (!this.shards.has(shard)) {
      await mkdir(shard, { recursive: true, mode: 0o700 });
      this.shards.add(shard);
    }
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW;
    try {
      return await open(file, flags, 0o600);
    } catch (error) {
      // Another program may have removed the empty folder.
      this.shards.delete(shard);
      throw error;
    }
  }
}

/**
 * Prepares the file for appending. Returns where the stored audio ends. It does not cut the file there, because another process
 * may have just written behind it.
 */
async function prepare(handle: FileHandle, cipher: BlockCipher, format: RecordingFormat): Promise<DiskRecordingStart> {
  const stored = await openRecordingFile(handle, async () => cipher, true);
  if (stored === null || stored instanceof PlainFile || stored.dataBytes === 0) {
    await handle.write(encodeSealedHeader(cipher, { format, dataBytes: 0 }), 0, undefined, 0);
    return { dataBytes: 0, openBlock: new Uint8Array(0) };
  }
  requireSameFormat(stored.format, format);
  const { dataBytes } = stored;
  const openBytes = dataBytes % BLOCK_PLAIN_BYTES;
  const openBlock =
    openBytes === 0 ? new Uint8Array(0) : await stored.readBlock((dataBytes - openBytes) / BLOCK_PLAIN_BYTES);
  return { dataBytes, openBlock: openBlock.subarray(0, openBytes) };
}
