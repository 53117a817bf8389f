import type { CallId } from '@earshot/contracts';
import { wavHeader, wavHeaderBytes } from '@earshot/domain';
import {
  Failure,
  type RecordingEraser,
  type RecordingFormat,
  type RecordingStore,
  type RecordingWriter,
  type StoredRecording,
  type TrackSamples,
} from '@earshot/ports';
import { constants } from 'node:fs';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { eraseInFile } from './erase-in-file.js';
import { DiskRecordingWriter } from './disk-recording-writer.js';
import { ioFailure } from './io-failure.js';
import { recordingPath } from '../recording-path.js';
import { StoredDiskRecording } from './stored-disk-recording.js';
import { readWavFile } from './wav-file.js';
import { requireSameFormat } from '../sample-format.js';

export interface DiskRecordingOptions {
  /** Created for its owner alone if it is missing. */
  readonly directory: string;
}

/**
 * Stores recordings as WAV files below a directory. Rejects with `Failure`: `RECORDING_FORMAT_CHANGED`, `RECORDING_IN_USE` (a
 * writer of this call is open in this process), `RECORDING_UNREADABLE`, or retryable `RECORDING_IO_FAILED`.
 */
export const createDiskRecordingStore = ({ directory }: DiskRecordingOptions): RecordingStore & RecordingEraser =>
  new DiskRecordingStore(directory);

class DiskRecordingStore implements RecordingStore, RecordingEraser {
  private readonly openCalls = new Set<CallId>();
  private readonly shards = new Set<string>();

  constructor(private readonly directory: string) {}

  async open(callId: CallId, format: RecordingFormat): Promise<RecordingWriter> {
    if (this.openCalls.has(callId)) {
      throw new Failure('RECORDING_IN_USE', 'The recording of this call is being written.', { retryable: true });
    }
    this.openCalls.add(callId);
    try {
      const handle = await this.openFile(callId);
      const dataBytes = await prepare(handle, format).catch(async (error: unknown) => {
        await handle.close();
        throw error;
      });
      return new DiskRecordingWriter(handle, format, dataBytes, () => this.openCalls.delete(callId));
    } catch (error) {
      this.openCalls.delete(callId);
      throw ioFailure('opening', error);
    }
  }

  async find(callId: CallId): Promise<StoredRecording | null> {
    const handle = await this.openStored(callId, 'r');
    if (handle === null) return null;
    try {
      const state = await readWavFile(handle);
      const path = join(this.directory, recordingPath(callId));
      return state && new StoredDiskRecording(path, state, (await handle.stat()).mtimeMs);
    } catch (error) {
      throw ioFailure('looking up', error);
    } finally {
      await handle.close();
    }
  }

  async finish(callId: CallId): Promise<void> {
    const handle = await this.openStored(callId, 'r+');
    if (handle === null) return;
    try {
      const stored = await readWavFile(handle);
      // A file whose header is right keeps the time of its last change.
      if (stored !== null && !stored.isHeaderCurrent)
        await handle.write(wavHeader(stored.format, stored.dataBytes), 0, undefined, 0);
    } catch (error) {
      throw ioFailure('finishing', error);
    } finally {
      await handle.close();
    }
  }

  async eraseSamples(callId: CallId, select: (format: RecordingFormat) => readonly TrackSamples[]): Promise<void> {
    const handle = await this.openStored(callId, 'r+');
    if (handle === null) return;
    try {
      const stored = await readWavFile(handle);
      if (stored !== null) await eraseInFile(handle, stored, select(stored.format));
    } catch (error) {
      throw ioFailure('removing audio', error);
    } finally {
      await handle.close();
    }
  }

  private async openStored(callId: CallId, flags: 'r' | 'r+'): Promise<FileHandle | null> {
    try {
      return await open(join(this.directory, recordingPath(callId)), flags);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw ioFailure('looking up', error);
    }
  }

  private async openFile(callId: CallId): Promise<FileHandle> {
    const file = join(this.directory, recordingPath(callId));
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
 * Prepares the file for appending. Returns the bytes of whole samples that it holds. It does not cut the file after them,
 * because another process may have just written there.
 */
async function prepare(handle: FileHandle, format: RecordingFormat): Promise<number> {
  const stored = await readWavFile(handle);
  const dataBytes = stored?.dataBytes ?? 0;
  // A file without samples may change its format.
  if (stored !== null && dataBytes > 0) requireSameFormat(stored.format, format);
  const headerBytes = wavHeaderBytes(format);
  if (stored !== null && dataBytes === 0 && wavHeaderBytes(stored.format) > headerBytes)
    await handle.truncate(headerBytes);
  if (dataBytes === 0 || stored?.isHeaderCurrent === false)
    await handle.write(wavHeader(format, dataBytes), 0, undefined, 0);
  return dataBytes;
}
