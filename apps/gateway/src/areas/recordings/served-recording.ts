import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { bytesPerSample } from '@earshot/contracts';
import {
  liveAudioEndUs,
  mutedSamplesOf,
  mutedSpans,
  muteSamples,
  wavHeader,
  type AudibilityRules,
  type MutedSamples,
} from '@earshot/domain';
import type { RecordingAccount, StoredRecording } from '@earshot/ports';

/**
 * The part of a recording that may be heard, as a WAV file of its own: hidden words are silent, and a live call ends where its transcript is
 * complete. Nothing is written: the stored audio is muted while it is read.
 */
export class ServedRecording {
  readonly sizeBytes: number;
  readonly isComplete: boolean;
  readonly lastModified: string;
  readonly etag: string;
  private readonly header: Uint8Array;
  private readonly muted: readonly MutedSamples[];

  constructor(
    private readonly stored: StoredRecording,
    account: RecordingAccount,
    rules: AudibilityRules,
  ) {
    const { format, modifiedAtMs } = stored;
    const tracks = Array.from({ length: format.channelCount }, (_, track) =>
      account.tracks.find((each) => each.track === track),
    );
    const frameBytes = bytesPerSample[format.codec] * format.channelCount;
    const storedBytes = stored.sizeBytes - wavHeader(format, 0).length;
    const liveFrames = Math.floor((liveAudioEndUs(tracks, rules) * format.sampleRateHz) / 1e6);
    const servedBytes = account.isOver ? storedBytes : Math.min(storedBytes, liveFrames * frameBytes);
    this.isComplete = account.isOver;
    this.header = wavHeader(format, servedBytes);
    this.sizeBytes = this.header.length + servedBytes;
    this.muted = tracks.flatMap((track, number) =>
      mutedSamplesOf(number, mutedSpans(track, rules), format.sampleRateHz),
    );
    this.etag = `"${this.sizeBytes.toString(36)}-${Math.trunc(modifiedAtMs).toString(36)}-${this.hashOfMuted()}"`;
    this.lastModified = new Date(Math.max(modifiedAtMs, account.updatedAtMs)).toUTCString();
  }

  read(from: number, toInclusive: number): Readable {
    return Readable.from(this.pieces(from, Math.min(toInclusive, this.sizeBytes - 1)), { objectMode: false });
  }

  private async *pieces(from: number, toInclusive: number): AsyncGenerator<Uint8Array> {
    const headerBytes = this.header.length;
    if (from < headerBytes) yield this.header.subarray(from, Math.min(toInclusive + 1, headerBytes));
    if (toInclusive < headerBytes) return;
    const start = Math.max(from, headerBytes);
    let at = start - headerBytes;
    for await (const piece of this.stored.read(start, toInclusive) as AsyncIterable<Uint8Array>) {
      yield muteSamples(piece, at, this.stored.format, this.muted);
      at += piece.length;
    }
  }

  /** A cached copy is outdated when a correction hides more of it. */
  private hashOfMuted(): string {
    return createHash('sha256').update(JSON.stringify(this.muted)).digest('base64url').slice(0, 16);
  }
}
