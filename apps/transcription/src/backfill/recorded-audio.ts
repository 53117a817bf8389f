import { bytesPerSample } from '@earshot/contracts';
import { decodeSamples, deinterleave, msToSamples, parseWavHeader, samplesToMs, type WavHeader } from '@earshot/domain';
import { Failure, type RecordedSpan, type StoredRecording, type TrackSpan } from '@earshot/ports';

/** Longer than any header that our recorder or a vendor writes. */
const HEADER_BYTES = 4_096;
const CHUNK_MS = 200;

/** Reads spans of a recording as samples of one track. */
export class RecordedAudio {
  private constructor(
    private readonly recording: StoredRecording,
    readonly header: WavHeader,
  ) {}

  /** Rejects with `Failure` `RECORDING_UNREADABLE`. */
  static async open(recording: StoredRecording): Promise<RecordedAudio> {
    const head = Buffer.concat(await recording.read(0, Math.min(HEADER_BYTES, recording.sizeBytes) - 1).toArray());
    const header = parseWavHeader(head, recording.sizeBytes);
    if (!header.ok) throw new Failure('RECORDING_UNREADABLE', `${header.error.code}: ${header.error.detail}`);
    return new RecordedAudio(recording, header.value);
  }

  get totalSamples(): number {
    return this.header.dataBytes / this.frameBytes;
  }

  get durationMs(): number {
    return samplesToMs(this.totalSamples, this.header.sampleRateHz);
  }

  /** The part of a span that the recording has, in its samples. */
  spanOf({ track, fromMs, toMs }: TrackSpan): RecordedSpan {
    const sampleAt = (ms: number) =>
      Math.min(Math.floor(this.totalSamples), Math.round(msToSamples(ms, this.header.sampleRateHz)));
    return { track, fromSample: sampleAt(fromMs), toSample: sampleAt(toMs) };
  }

  /**
   * The samples of a track in pieces of 200 ms. The recording is read only as fast as the caller takes them. Rejects with
   * `Failure` `RECORDING_UNREADABLE` if the recording does not have the track.
   */
  async *samples(track: number, fromSample: number, toSample: number): AsyncGenerator<Int16Array> {
    const { codec, channelCount, dataOffset, sampleRateHz } = this.header;
    if (toSample <= fromSample) return;
    // A recording with one channel has all tracks mixed in it.
    const channel = channelCount === 1 ? 0 : track;
    if (channel >= channelCount) throw new Failure('RECORDING_UNREADABLE', `the recording has no track ${track}`);
    const from = dataOffset + fromSample * this.frameBytes;
    const stream = this.recording.read(from, dataOffset + toSample * this.frameBytes - 1);
    const chunkBytes = Math.ceil(msToSamples(CHUNK_MS, sampleRateHz)) * this.frameBytes;
    let rest: Buffer = Buffer.alloc(0);
    const decode = (bytes: Buffer) =>
      deinterleave(decodeSamples(bytes, codec), channelCount)[channel] ?? new Int16Array(0);
    for await (const piece of stream) {
      rest = Buffer.concat([rest, piece as Buffer]);
      let taken = 0;
      for (; rest.length - taken >= chunkBytes; taken += chunkBytes)
        yield decode(rest.subarray(taken, taken + chunkBytes));
      rest = rest.subarray(taken);
    }
    const whole = rest.length - (rest.length % this.frameBytes);
    if (whole > 0) yield decode(rest.subarray(0, whole));
  }

  private get frameBytes(): number {
    return bytesPerSample[this.header.codec] * this.header.channelCount;
  }
}
