import { Readable } from 'node:stream';
import type { CallId } from '@earshot/contracts';
import { Failure, type RecordingStore, type RecordingWriter, type StoredRecording } from '@earshot/ports';

/** Recordings in memory. A second `put` replaces the first, such as with a longer one. */
export class FakeRecordings implements RecordingStore {
  private readonly files = new Map<string, { bytes: Buffer; modifiedAtMs: number }>();

  put(callId: string, bytes: Buffer, modifiedAtMs = Date.parse('2031-05-04T10:01:00Z')): void {
    this.files.set(callId, { bytes, modifiedAtMs });
  }

  async open(): Promise<RecordingWriter> {
    throw new Failure('RECORDING_CLOSED', 'the gateway only reads');
  }

  async finish(): Promise<void> {
    throw new Failure('RECORDING_CLOSED', 'the gateway only reads');
  }

  async find(callId: CallId): Promise<StoredRecording | null> {
    const file = this.files.get(callId);
    if (file === undefined) return null;
    return {
      format: { codec: 'L16', sampleRateHz: 8_000, channelCount: 2 },
      sizeBytes: file.bytes.length,
      durationMs: (file.bytes.length - 44) / 32,
      modifiedAtMs: file.modifiedAtMs,
      read: (from, toInclusive) => Readable.from([file.bytes.subarray(from, toInclusive + 1)]),
    };
  }
}
