import { bytesPerSample, type CallId } from '@earshot/contracts';
import { silenceByte, wavHeader } from '@earshot/domain';
import {
  Failure,
  type RecordingFormat,
  type RecordingStore,
  type RecordingWriter,
  type StoredRecording,
} from '@earshot/ports';
import { Readable } from 'node:stream';

interface File {
  readonly format: RecordingFormat;
  samples: Buffer;
}

/** Recordings in memory that several processes share. */
export class InMemoryRecordings {
  readonly files = new Map<CallId, File>();

  process(): RecordingStore {
    const open = new Set<CallId>();
    return {
      open: async (callId, format) => this.openIn(open, callId, format),
      finish: async () => undefined,
      find: async (callId) => {
        const file = this.files.get(callId);
        return file === undefined ? null : storedOf(file);
      },
    };
  }

  private openIn(open: Set<CallId>, callId: CallId, format: RecordingFormat): RecordingWriter {
    if (open.has(callId)) throw new Failure('RECORDING_IN_USE', 'in use', { retryable: true });
    const file = this.files.get(callId) ?? { format, samples: Buffer.alloc(0) };
    if (file.samples.length > 0 && JSON.stringify(file.format) !== JSON.stringify(format)) {
      throw new Failure('RECORDING_FORMAT_CHANGED', 'another format');
    }
    open.add(callId);
    this.files.set(callId, file);
    return new InMemoryWriter(file, () => open.delete(callId));
  }
}

class InMemoryWriter implements RecordingWriter {
  readonly format: RecordingFormat;
  positionSample: number;
  private isClosed = false;
  private readonly frameBytes: number;

  constructor(
    private readonly file: File,
    private readonly onClosed: () => void,
  ) {
    this.format = file.format;
    this.frameBytes = frameBytesOf(file.format);
    this.positionSample = file.samples.length / this.frameBytes;
  }

  get durableSample(): number {
    return this.positionSample;
  }

  async append(samples: Uint8Array): Promise<void> {
    if (this.isClosed) throw new Failure('RECORDING_CLOSED', 'closed');
    if (samples.length % this.frameBytes !== 0) throw new Failure('RECORDING_BAD_SAMPLES', 'not whole samples');
    const at = this.positionSample * this.frameBytes;
    const { samples: before } = this.file;
    this.file.samples = Buffer.concat([before.subarray(0, at), samples, before.subarray(at + samples.length)]);
    this.positionSample += samples.length / this.frameBytes;
  }

  async silenceUntil(positionSample: number): Promise<void> {
    const missing = positionSample - this.positionSample;
    if (missing > 86_400 * this.format.sampleRateHz) throw new Failure('RECORDING_GAP_TOO_LONG', 'too long');
    if (missing > 0) await this.append(Buffer.alloc(missing * this.frameBytes, silenceByte(this.format.codec)));
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.onClosed();
  }

  abandon(): Promise<void> {
    return this.close();
  }
}

const frameBytesOf = ({ codec, channelCount }: RecordingFormat): number => bytesPerSample[codec] * channelCount;

function storedOf({ format, samples }: File): StoredRecording {
  const wav = Buffer.concat([wavHeader(format, samples.length), samples]);
  return {
    format,
    sizeBytes: wav.length,
    durationMs: (samples.length / frameBytesOf(format) / format.sampleRateHz) * 1_000,
    modifiedAtMs: 0,
    read: (from, toInclusive) =>
      Readable.from([wav.subarray(from, toInclusive + 1)].filter(({ length }) => length > 0)),
  };
}
