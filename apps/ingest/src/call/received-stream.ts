import { bytesPerSample } from '@earshot/contracts';
import type { AudioFormat, ReplayRequest } from './call-start.js';

/** A source that keeps its audio goes on with sample `fromSample` of this stream, counted from the first sample of the stream. */
export interface ReplayPosition {
  readonly stream: string;
  readonly fromSample: number;
}

/** How a call goes on after its source returned. */
export interface ResumedStream {
  /** Absent: the source keeps no audio. */
  readonly position?: ReplayPosition;
  /** Samples that neither side has; null when the time since the last audio is lost as a whole. */
  readonly lostSamples: number | null;
}

/**
 * Counts the audio that came to this process, so that a source which keeps its audio can go on with the first sample that did not
 * come. Another process that took the call meanwhile begins another stream, whose name the source then brings.
 */
export class ReceivedStream {
  private name: string | undefined;
  private samples = 0;
  private readonly frameBytes: number;

  constructor({ codec, channelCount }: Pick<AudioFormat, 'codec' | 'channelCount'>) {
    this.frameBytes = bytesPerSample[codec] * channelCount;
  }

  count(bytes: number): void {
    this.samples += bytes / this.frameBytes;
  }

  /** A connection begins or continues the call. */
  resume(request: ReplayRequest | undefined): ResumedStream {
    if (this.name === undefined || request?.stream !== this.name) return this.begin(request?.newStream);
    const lostSamples = Math.max(0, (request.keptFromSample ?? 0) - this.samples);
    this.samples += lostSamples;
    return { position: { stream: this.name, fromSample: this.samples }, lostSamples };
  }

  private begin(name: string | undefined): ResumedStream {
    this.name = name;
    this.samples = 0;
    return { ...(name !== undefined && { position: { stream: name, fromSample: 0 } }), lostSamples: null };
  }
}
