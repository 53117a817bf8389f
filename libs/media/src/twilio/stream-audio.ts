import { bytesPerSample } from '@earshot/contracts';
import { TrackJoiner, type JoinedAudio } from '../tracks/index.js';
import { decodeMedia } from './decode-media.js';
import type { TwilioMedia, TwilioStart } from './read-twilio-message.js';
import { countOvertaken, StreamClock } from './stream-clock.js';
import type { TwilioDialect } from './twilio-dialects.js';
import type { TwilioErrorCode } from './twilio-errors.js';

/** What one media message gave. */
export interface ReceivedMedia {
  readonly joined: readonly JoinedAudio[];
  readonly problem?: TwilioErrorCode;
}

/** The audio of one stream: joins the media messages of its tracks into sample frames. */
export class StreamAudio {
  private readonly clock: StreamClock;
  private readonly joiner: TrackJoiner;
  private readonly sampleBytes: number;

  constructor(
    private readonly start: TwilioStart,
    private readonly dialect: TwilioDialect,
    nowMs: number,
  ) {
    const { codec, sampleRateHz, channelCount: trackCount } = start;
    this.clock = new StreamClock({ trackCount, sampleRateHz, jitterMs: dialect.jitterMs, startedAtMs: nowMs });
    this.joiner = new TrackJoiner({ trackCount, codec, sampleRateHz });
    this.sampleBytes = bytesPerSample[codec];
  }

  receive(media: TwilioMedia, nowMs: number): ReceivedMedia {
    const { tracks, codec } = this.start;
    const track = media.track === undefined ? 0 : tracks.findIndex(({ name }) => name === media.track);
    if (track === -1) return { joined: [], problem: 'TRACK_NOT_ANNOUNCED' };
    const samples = decodeMedia(media.payload, codec, this.dialect);
    if (samples === undefined) return { joined: [], problem: 'MEDIA_INVALID' };
    const count = samples.length / this.sampleBytes;
    const isFirst = !this.clock.hasBegun(track);
    const { position, silentFrom, isTimeInvalid } = this.clock.place(track, media, count, nowMs);
    const joined = [
      ...(isFirst ? this.fillBefore(track, position - countOvertaken(media) * count) : []),
      ...(silentFrom === undefined ? [] : this.joiner.receiveSilence(track, silentFrom, position)),
      ...this.joiner.receive(track, position, samples),
    ];
    return { joined, ...(isTimeInvalid === true && { problem: 'MEDIA_TIME_INVALID' as const }) };
  }

  /** What is still held. */
  flush(): readonly JoinedAudio[] {
    return this.joiner.flush();
  }

  /** A track may begin a little after the others: what it lacks before its first piece was never there. */
  private fillBefore(track: number, toSample: number): readonly JoinedAudio[] {
    const { positionSample } = this.joiner;
    return toSample <= positionSample ? [] : this.joiner.receiveSilence(track, positionSample, toSample);
  }
}
