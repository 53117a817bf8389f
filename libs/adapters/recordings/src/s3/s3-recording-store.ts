import type { CallId } from '@earshot/contracts';
import { muteSamples } from '@earshot/domain';
import {
  Failure,
  WorkLimiter,
  type CallKeys,
  type Clock,
  type RecordingEraser,
  type RecordingFormat,
  type RecordingStore,
  type RecordingWriter,
  type RemovedRecording,
  type StoredRecording,
  type TrackSamples,
} from '@earshot/ports';
import { recordingPath } from '../recording-path.js';
import { requireSameFormat } from '../sample-format.js';
import { BlockCipher, sealBlocks } from '../sealed/block-cipher.js';
import { isSealedFile, RECORDING_FILE, SEALED_DATA_OFFSET } from '../sealed/sealed-header.js';
import { plainWav, sealedWav, sealFile } from './assembled-wav.js';
import { BufferedBytes } from './buffered-bytes.js';
import { layoutOf, type AssembledWav, type ListedObject, type RecordingLayout } from './recording-layout.js';
import { S3Objects, type S3Place } from './s3-objects.js';
import { S3RecordingWriter } from './s3-recording-writer.js';
import { StoredS3Recording } from './stored-s3-recording.js';

export interface S3RecordingOptions extends S3Place {
  /** The beginning of every key, with its slash if it has one. */
  readonly prefix: string;
  /** Longest stretch of a live call in memory. A crash loses at most this much, and the bus delivers it again. */
  readonly chunkSeconds: number;
  /** Most audio of all calls in memory. Above it callers wait. */
  readonly maxBufferedBytes: number;
  readonly clock: Clock;
  readonly keys: CallKeys;
}

interface Listing {
  readonly wav: ListedObject | undefined;
  readonly chunks: readonly ListedObject[];
}

const WAV = '.wav';
/** Each assembly needs the memory of one part. */
const MAX_ASSEMBLIES = 2;
/**
 * Most listings of one recording before the store counts as inconsistent. A recording is assembled at most once
 * meanwhile.
 */
const MAX_LISTINGS = 5;

/**
 * Stores recordings in an object store. A live call is a series of chunk objects that never change, so a crash loses
 * nothing that was durable. `finish` assembles them into one object. Everything is sealed; objects of earlier versions are read. Rejects with `Failure`:
 * `RECORDING_FORMAT_CHANGED`, `RECORDING_IN_USE`, `RECORDING_UNREADABLE`, or retryable `RECORDING_IO_FAILED`.
 */
export class S3RecordingStore implements RecordingStore, RecordingEraser {
  private readonly openCalls = new Set<CallId>();
  private readonly objects: S3Objects;
  private readonly buffered: BufferedBytes;
  private readonly assemblies = new WorkLimiter(MAX_ASSEMBLIES);

  constructor(private readonly options: S3RecordingOptions) {
    this.objects = new S3Objects(options);
    this.buffered = new BufferedBytes(options.maxBufferedBytes);
  }

  /** Rejects with `Failure` `RECORDINGS_UNUSABLE` when the bucket does not exist or access is denied. */
  requireUsable(): Promise<void> {
    return this.objects.requireUsable();
  }

  async open(callId: CallId, format: RecordingFormat, onDurable = () => {}): Promise<RecordingWriter> {
    if (this.openCalls.has(callId)) {
      throw new Failure('RECORDING_IN_USE', 'The recording of this call is being written.', { retryable: true });
    }
    this.openCalls.add(callId);
    try {
      const layout = await this.readLayout(callId);
      if (layout !== null && layout.totalSamples > 0) requireSameFormat(layout.format, format);
      const key = await this.options.keys.obtainKey(callId);
      return new S3RecordingWriter({
        format,
        startSample: layout?.totalSamples ?? 0,
        folder: this.folderOf(callId),
        chunkSeconds: this.options.chunkSeconds,
        buffered: this.buffered,
        clock: this.options.clock,
        sealChunk: (name, audio) => sealBlocks(new BlockCipher(key, callId, name), 0, audio),
        put: (objectKey, body, signal) => this.objects.put(objectKey, body, signal),
        onDurable,
        onClosed: () => this.openCalls.delete(callId),
      });
    } catch (error) {
      this.openCalls.delete(callId);
      throw error;
    }
  }

  async find(callId: CallId): Promise<StoredRecording | null> {
    const layout = await this.readLayout(callId);
    return layout && this.stored(callId, layout);
  }

  finish(callId: CallId): Promise<void> {
    return this.assemblies.run(() => this.assemble(callId));
  }

  /** Replaces the assembled file at once. A bucket with versioning keeps the earlier one as a version. */
  eraseSamples(callId: CallId, select: (format: RecordingFormat) => readonly TrackSamples[]): Promise<void> {
    return this.assemblies.run(() => this.replaceWithout(callId, select));
  }

  /** A bucket with versioning keeps versions; without the key of the call nobody can read them. */
  async removeRecording(callId: CallId): Promise<RemovedRecording> {
    const { wav, chunks } = await this.list(callId);
    const listed = [...(wav === undefined ? [] : [wav]), ...chunks];
    await this.objects.remove(listed.map(({ key }) => key));
    return { files: listed.length, fileBytes: listed.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
  }

  private async replaceWithout(
    callId: CallId,
    select: (format: RecordingFormat) => readonly TrackSamples[],
  ): Promise<void> {
    await this.assemble(callId);
    const listing = await this.list(callId);
    const layout = await this.layoutOf(callId, listing);
    if (layout === null) return;
    if (layout.chunks.length > 0) throw notAssembled();
    const stored = this.stored(callId, layout);
    await this.uploadFile(callId, stored, silencedAudio(stored, select(layout.format)), listing.wav);
  }

  private async assemble(callId: CallId): Promise<void> {
    const listing = await this.list(callId);
    const layout = await this.layoutOf(callId, listing);
    if (layout === null || layout.chunks.length === 0) return;
    const { chunks, totalSamples, pieces } = layout;
    const assembled = pieces.find(({ key }) => key === listing.wav?.key);
    if (assembled === undefined || assembled.toSample < totalSamples) {
      const stored = this.stored(callId, layout);
      await this.uploadFile(callId, stored, stored.bytes(stored.header.length, stored.sizeBytes), listing.wav);
    }
    // Removes only the listed chunks: a later chunk is not part of the file.
    await this.objects.remove(chunks.map(({ key }) => key));
  }

  private async uploadFile(
    callId: CallId,
    { format, sizeBytes, header }: StoredS3Recording,
    audio: AsyncIterable<Uint8Array>,
    replaced: ListedObject | undefined,
  ): Promise<void> {
    const cipher = new BlockCipher(await this.options.keys.obtainKey(callId), callId, RECORDING_FILE);
    const dataBytes = sizeBytes - header.length;
    await this.objects.upload(this.wavOf(callId), sealFile(cipher, { format, dataBytes }, audio), replaced);
  }

  private stored(callId: CallId, layout: RecordingLayout): StoredS3Recording {
    return new StoredS3Recording(layout, {
      get: (key, from, toInclusive, etag) => this.objects.get(key, from, toInclusive, etag),
      findCipher: (name) => this.findCipher(callId, name),
      readLayoutAgain: () => this.readLayout(callId),
    });
  }

  private async readLayout(callId: CallId): Promise<RecordingLayout | null> {
    return this.layoutOf(callId, await this.list(callId));
  }

  /** The WAV object and its chunks share a prefix, so one listing shows both. */
  private async list(callId: CallId): Promise<Listing> {
    for (let listings = 0; listings < MAX_LISTINGS; listings++) {
      const listed = await this.objects.list(this.stemOf(callId));
      const wav = listed.find(({ key }) => key === this.wavOf(callId));
      const chunks = listed.filter(({ key }) => key.startsWith(this.folderOf(callId)));
      // Chunks are removed after the file is assembled. If that happened during the listing, some may be missing in it.
      if (wav !== undefined || chunks.length === 0) return { wav, chunks };
      if ((await this.objects.list(this.wavOf(callId))).length === 0) return { wav, chunks };
    }
    throw new Failure(
      'RECORDING_IO_FAILED',
      'Recording: looking up failed, because the listings of the object store disagree.',
      {
        retryable: true,
      },
    );
  }

  private async layoutOf(callId: CallId, { wav, chunks }: Listing): Promise<RecordingLayout | null> {
    return layoutOf(wav === undefined ? null : await this.readHeader(callId, wav), chunks);
  }

  /** Null when the object was replaced or removed after it was listed. */
  private async readHeader(callId: CallId, wav: ListedObject): Promise<AssembledWav | null> {
    const body = await this.objects.get(wav.key, 0, Math.min(SEALED_DATA_OFFSET, wav.sizeBytes) - 1);
    if (body === null) return null;
    const pieces: Uint8Array[] = [];
    for await (const piece of body) pieces.push(piece);
    const start = Buffer.concat(pieces);
    return isSealedFile(start)
      ? sealedWav(await this.findCipher(callId, RECORDING_FILE), wav, start)
      : plainWav(wav, start);
  }

  private async findCipher(callId: CallId, name: string): Promise<BlockCipher> {
    return new BlockCipher(await this.options.keys.findKey(callId), callId, name);
  }

  private stemOf(callId: CallId): string {
    return this.options.prefix + recordingPath(callId).slice(0, -WAV.length);
  }

  private wavOf(callId: CallId): string {
    return `${this.stemOf(callId)}${WAV}`;
  }

  private folderOf(callId: CallId): string {
    return `${this.stemOf(callId)}/`;
  }
}

/** The audio of a recording with silence instead of `erased`. */
async function* silencedAudio(
  recording: StoredS3Recording,
  erased: readonly TrackSamples[],
): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const piece of recording.bytes(recording.header.length, recording.sizeBytes)) {
    yield muteSamples(piece, at, recording.format, erased);
    at += piece.length;
  }
}

const notAssembled = (): Failure =>
  new Failure('RECORDING_IO_FAILED', 'Recording: removing audio failed, because audio still arrives.', {
    retryable: true,
  });
