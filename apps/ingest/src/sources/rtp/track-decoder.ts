import { encodeSamples, Resampler } from '@earshot/domain';
import { decodedRateHz, type CallAudioFormat, type RtpFormat, type RtpPart } from '@earshot/media/rtp';
import { createPayloadDecoder, type PayloadDecoder } from './payload-decoder.js';

/** Audio of one track in the format of the call. */
export interface TrackAudio {
  readonly fromSample: number;
  readonly samples: Uint8Array;
}

type AudioPart = Extract<RtpPart, { kind: 'audio' }>;

/** What decodes the current format, and the place of its next output. */
interface Decoding {
  readonly format: RtpFormat;
  readonly decoder: PayloadDecoder;
  readonly resampler: Resampler;
  /** The part that would continue the audio begins here. */
  endSample: number;
  /** The resampler holds the last samples back, so its output ends before. */
  outputSample: number;
}

/** Brings the audio of one stream to the format of its call. Payloads that are in it already pass without a copy. */
export class TrackDecoder {
  private decoding: Decoding | null = null;
  private broken = 0;

  constructor(private readonly call: CallAudioFormat) {}

  /** Payloads that could not be decoded. */
  get brokenPayloads(): number {
    return this.broken;
  }

  decode(part: AudioPart): readonly TrackAudio[] {
    const { format, payload, fromSample, toSample } = part;
    if (format.encoding === this.call.codec && format.encoding !== 'L16') return [{ fromSample, samples: payload }];
    const isContinued = this.decoding?.format === format && this.decoding.endSample === fromSample;
    const rest = isContinued ? [] : this.finishSpan();
    const decoding = this.continueAt(format, fromSample);
    const decoded = decoding.decoder.decode(payload);
    if (decoded === null) {
      this.broken += 1;
      return rest;
    }
    decoding.endSample = toSample;
    return [...rest, ...this.output(decoding, decoding.resampler.push(decoded))];
  }

  /** The audio that was held back: nothing continues it. Call it at each silence, loss and end. */
  finishSpan(): readonly TrackAudio[] {
    return this.decoding === null ? [] : this.output(this.decoding, this.decoding.resampler.flush());
  }

  close(): void {
    this.decoding?.decoder.close();
    this.decoding = null;
  }

  private continueAt(format: RtpFormat, fromSample: number): Decoding {
    if (this.decoding?.format !== format) {
      this.close();
      const resampler = new Resampler(decodedRateHz(format), this.call.sampleRateHz);
      const decoder = createPayloadDecoder(format);
      this.decoding = { format, decoder, resampler, endSample: fromSample, outputSample: fromSample };
    } else if (this.decoding.endSample !== fromSample) {
      this.decoding.outputSample = fromSample;
    }
    return this.decoding;
  }

  private output(decoding: Decoding, samples: Int16Array): readonly TrackAudio[] {
    if (samples.length === 0) return [];
    const fromSample = decoding.outputSample;
    decoding.outputSample += samples.length;
    return [{ fromSample, samples: encodeSamples(samples, this.call.codec) }];
  }
}
