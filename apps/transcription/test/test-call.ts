import {
  callIdSchema,
  exampleAgent,
  exampleCustomer,
  makeEvent,
  type AudioCodec,
  type CallId,
  type EarshotEvent,
  type EventData,
  type EventOf,
  type Participant,
  type TopicName,
} from '@earshot/contracts';

/** A word for the tone engine: `level` (1 to 30) from `startMs` on, for 200 ms by default. */
export interface Burst {
  readonly track: number;
  readonly startMs: number;
  readonly level: number;
  readonly durationMs?: number;
}

export interface CallOptions {
  readonly sampleRateHz?: number;
  readonly bursts?: readonly Burst[];
  readonly requestedEngine?: string;
  readonly script?: string;
  readonly isRecorded?: boolean;
  readonly language?: string;
  /** Who is on each track when the stream opens; null: nobody. Default: customer and agent. */
  readonly onTracks?: readonly (Participant | null)[];
  /** Announced in the order of this list, before the audio at that time. */
  readonly assignments?: readonly {
    readonly atMs: number;
    readonly track: number;
    readonly participant: Participant | null;
  }[];
}

/** Takes the events of a call, as `Harness` does. */
export interface AudioSink {
  publish(topic: TopicName, event: EarshotEvent): Promise<void>;
}

/** A call as ingest would publish it. */
export class TestCall {
  readonly id: CallId;
  readonly rateHz: number;
  positionSample = 0;
  sequence = 0;
  private announced = 0;
  private readonly codec: AudioCodec = 'L16';
  private readonly trackCount: number;
  private readonly bursts: readonly { track: number; sample: number; fromSample: number; toSample: number }[];

  constructor(
    private readonly bus: AudioSink,
    id: string,
    private readonly options: CallOptions = {},
  ) {
    this.id = callIdSchema.parse(id);
    this.rateHz = options.sampleRateHz ?? 8_000;
    this.trackCount = this.onTracks.length;
    this.bursts = (options.bursts ?? [])
      .filter(({ track }) => track < this.trackCount)
      .map(({ track, startMs, level, durationMs = 200 }) => ({
        track,
        sample: level * 1_000,
        fromSample: this.sampleAt(startMs),
        toSample: this.sampleAt(startMs + durationMs),
      }));
  }

  private sampleAt(ms: number): number {
    return Math.round((ms * this.rateHz) / 1_000);
  }

  private get onTracks(): readonly (Participant | null)[] {
    return this.options.onTracks ?? [exampleCustomer, exampleAgent];
  }

  open(startSample = 0, onTracks = this.onTracks): Promise<void> {
    this.positionSample = startSample;
    const { requestedEngine, script, isRecorded, language } = this.options;
    return this.event('stream.opened', {
      codec: this.codec,
      sampleRateHz: this.rateHz,
      tracks: onTracks.map((participant) => ({ participantId: participant?.id ?? null })),
      participants: onTracks.filter((participant) => participant !== null),
      startSample,
      ...(requestedEngine !== undefined && { requestedEngine }),
      ...(script !== undefined && { script }),
      ...(isRecorded !== undefined && { isRecorded }),
      ...(language !== undefined && { language }),
    });
  }

  /** Audio until a time of the call, in frames of 100 ms. */
  async talkUntil(ms: number, frameMs = 100): Promise<void> {
    const end = this.sampleAt(ms);
    const frame = this.sampleAt(frameMs);
    while (this.positionSample < end) {
      const count = Math.min(frame, end - this.positionSample);
      await this.announceAssignments(this.positionSample + count);
      await this.frame(this.positionSample, count);
      this.positionSample += count;
    }
  }

  private async announceAssignments(beforeSample: number): Promise<void> {
    for (const { atMs, track, participant } of this.options.assignments?.slice(this.announced) ?? []) {
      if ((atMs * this.rateHz) / 1_000 >= beforeSample) return;
      this.announced += 1;
      await this.assign(track, participant, atMs);
    }
  }

  frame(positionSample: number, count: number): Promise<void> {
    return this.bus.publish('calls.audio', this.frameEvent(positionSample, count));
  }

  frameEvent(positionSample: number, count: number): EventOf<'audio.frame'> {
    const { trackCount } = this;
    const samples = new Int16Array(count * trackCount);
    const endSample = positionSample + count;
    for (const { track, sample, fromSample, toSample } of this.bursts) {
      if (toSample <= positionSample || fromSample >= endSample) continue;
      const from = Math.max(positionSample, fromSample) - positionSample;
      const to = Math.min(endSample, toSample) - positionSample;
      for (let at = from; at < to; at++) samples[at * trackCount + track] = sample;
    }
    const sequence = this.sequence;
    this.sequence += 1;
    return {
      type: 'audio.frame',
      callId: this.id,
      sequence,
      codec: this.codec,
      channelCount: trackCount,
      sampleRateHz: this.rateHz,
      positionSample,
      receivedAtMs: 0,
      payload: new Uint8Array(samples.buffer),
    };
  }

  /** From a time of the call on, another participant is on a track; by default from the end of the audio so far. */
  assign(track: number, participant: Participant | null, fromMs?: number): Promise<void> {
    const fromSample = fromMs === undefined ? this.positionSample : this.sampleAt(fromMs);
    return this.event('track.assigned', { sampleRateHz: this.rateHz, fromSample, track, participant });
  }

  async gap(untilMs: number, reason: EventData<'audio.gap-declared'>['reason'] = 'CONNECTION_LOST'): Promise<void> {
    const fromSample = this.positionSample;
    this.positionSample = this.sampleAt(untilMs);
    await this.event('audio.gap-declared', {
      sampleRateHz: this.rateHz,
      fromSample,
      toSample: this.positionSample,
      reason,
      trackCount: this.trackCount,
      endsAtMs: 0,
    });
  }

  /** These tracks are silent in the frames that follow, because nothing came of them. */
  async trackGap(untilMs: number, tracks: number[]): Promise<void> {
    const { positionSample: fromSample, rateHz: sampleRateHz, trackCount } = this;
    const someTracks = { tracks, toSample: this.sampleAt(untilMs) };
    const data = {
      sampleRateHz,
      fromSample,
      toSample: fromSample,
      someTracks,
      reason: 'FRAMES_LOST',
      trackCount,
    } as const;
    await this.event('audio.gap-declared', data);
  }

  close(): Promise<void> {
    return this.event('stream.closed', { sampleRateHz: this.rateHz, endSample: this.positionSample, reason: 'ENDED' });
  }

  private event<T extends 'stream.opened' | 'track.assigned' | 'stream.closed' | 'audio.gap-declared'>(
    type: T,
    data: EventData<T>,
  ): Promise<void> {
    return this.bus.publish(
      'calls.audio',
      makeEvent(type, this.id, data, { id: `in-${this.sequence}`, occurredAtMs: 0 }) as EarshotEvent,
    );
  }
}
