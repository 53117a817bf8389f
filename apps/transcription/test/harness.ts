import {
  callIdSchema,
  encodeEvent,
  exampleAgent,
  exampleCustomer,
  makeEvent,
  parseEvent,
  type AudioCodec,
  type CallId,
  type EarshotEvent,
  type EventData,
  type EventOf,
  type EventType,
  type Participant,
  type TopicName,
} from '@earshot/contracts';
import { EmbeddedEventBus } from '@earshot/event-bus';
import type { Clock, RecordingStore, SpeechEngine, TranscriptProgressStore } from '@earshot/ports';
import { startService, systemClock, type ProcessContext, type RunningService } from '@earshot/runtime';
import { CapturingLogger, CapturingMetrics, InMemoryTranscriptProgress } from '@earshot/testing';
import type { SpeechEngines } from '../src/engine/engine-choice.js';
import { transcriptionConfigSchema, type TranscriptionConfig } from '../src/transcription.config.js';
import { TranscriptionModule } from '../src/transcription.module.js';

export const only = (engine: SpeechEngine | null): SpeechEngines => ({
  choose: () => ({ engine, reason: engine === null ? 'none is installed' : 'the only one' }),
});

export const noRecordings: RecordingStore = {
  open: () => Promise.reject(new Error('transcription does not record')),
  finish: () => Promise.reject(new Error('transcription does not record')),
  find: () => Promise.resolve(null),
};

/** Settings with short waits. */
export const quick = { EARSHOT_DRAIN_FLUSH_MS: '400', EARSHOT_PROGRESS_WINDOW_MS: '0', EARSHOT_FENCED_PAUSE_MS: '100' };

interface HarnessOptions {
  readonly engines: SpeechEngines;
  readonly config?: Partial<TranscriptionConfig>;
  readonly recordings?: RecordingStore;
  readonly clock?: Clock;
  readonly bus?: EmbeddedEventBus;
  readonly progress?: TranscriptProgressStore;
}

/** The service on the embedded bus, and the events that enrichment and persistence would get. */
export class Harness {
  readonly events: EarshotEvent[] = [];
  readonly logger = new CapturingLogger();
  readonly metrics = new CapturingMetrics();
  private service: RunningService | null = null;
  private watchers: (() => void)[] = [];
  private ids = 0;
  /** Finals so far. A count, because a search through all events of a long call takes long. */
  finalCount = 0;
  private readonly completedCalls = new Set<CallId>();

  private constructor(
    readonly bus: EmbeddedEventBus,
    private readonly clock: Clock,
    readonly progress: TranscriptProgressStore,
  ) {}

  static async start(options: HarnessOptions): Promise<Harness> {
    const clock = options.clock ?? systemClock;
    const harness = new Harness(
      options.bus ?? new EmbeddedEventBus(clock),
      clock,
      options.progress ?? new InMemoryTranscriptProgress(),
    );
    for (const [topic, group] of [
      ['calls.transcript', 'enrichment'],
      ['calls.lifecycle', 'persistence'],
    ] as const) {
      await harness.bus.subscribe({
        topic,
        as: { group },
        acknowledge: 'on-return',
        handle: async ({ value }) => harness.record(value),
      });
    }
    await harness.startTranscription(options);
    return harness;
  }

  async startTranscription({ engines, config, recordings = noRecordings }: HarnessOptions): Promise<void> {
    const process: ProcessContext = {
      bus: this.bus,
      clock: this.clock,
      newId: () => `id-${(this.ids += 1)}`,
      logger: this.logger,
      metrics: this.metrics,
    };
    const parsed = { ...transcriptionConfigSchema.parse(quick), ...config };
    this.service = await startService({
      name: 'transcription',
      module: TranscriptionModule.forRoot(parsed, process, { engines, recordings, progress: this.progress }),
      process,
    });
  }

  /** Returns the running service, which goes on, so that another one can be started beside it. */
  releaseService(): RunningService | null {
    const { service } = this;
    this.service = null;
    return service;
  }

  async stopTranscription(): Promise<void> {
    await this.service?.close();
    this.service = null;
  }

  async close(): Promise<void> {
    await this.stopTranscription();
    await this.bus.close();
  }

  publish(topic: TopicName, event: EarshotEvent): Promise<void> {
    return this.bus.publish(topic, event.callId, encodeEvent(event));
  }

  of<T extends EventType>(type: T, callId?: CallId): EventOf<T>[] {
    return this.events.filter(
      (event) => event.type === type && (callId === undefined || event.callId === callId),
    ) as EventOf<T>[];
  }

  /** Resolves when `condition` holds. It is checked after each event. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.watchers.push(resolve));
  }

  /** Resolves when every message of a topic is acknowledged. */
  async acknowledged(topic: TopicName): Promise<void> {
    while (this.bus.heldMessages(topic) > 0) await new Promise<void>((resolve) => setTimeout(resolve, 2));
  }

  completed(callId: CallId): Promise<void> {
    return this.until(() => this.completedCalls.has(callId));
  }

  finals(callId: CallId, track?: number): EventData<'transcript.segment'>[] {
    return this.of('transcript.segment', callId)
      .map(({ data }) => data)
      .filter((data) => !data.isPartial && (track === undefined || data.track === track));
  }

  /** Covered spans and gaps of a track, by time. Checks that they touch. */
  tiles(callId: CallId, track: number): { fromMs: number; toMs: number; as: string }[] {
    const tiles = this.events.flatMap((event) => {
      if (event.callId !== callId) return [];
      if (event.type === 'transcript.covered' && event.data.track === track)
        return [{ ...span(event.data), as: 'covered' }];
      if (event.type === 'transcript.gap' && event.data.track === track)
        return [{ ...span(event.data), as: event.data.reason }];
      return [];
    });
    tiles.reduce<number | null>((endMs, tile) => {
      if (endMs !== null && tile.fromMs !== endMs) throw new Error(`a tile begins at ${tile.fromMs}, not at ${endMs}`);
      return tile.toMs;
    }, null);
    return tiles;
  }

  private record(value: Uint8Array): void {
    const parsed = parseEvent(value);
    if (!parsed.ok) throw new Error(`${parsed.error.code} ${parsed.error.detail}`);
    this.events.push(parsed.value);
    if (parsed.value.type === 'transcript.completed') this.completedCalls.add(parsed.value.callId);
    if (parsed.value.type === 'transcript.segment' && !parsed.value.data.isPartial) this.finalCount += 1;
    for (const watcher of this.watchers.splice(0)) watcher();
  }
}

const span = ({ fromMs, toMs }: { fromMs: number; toMs: number }) => ({ fromMs, toMs });

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
  /** Who is on each track when the stream opens; null: nobody. Default: customer and agent. */
  readonly onTracks?: readonly (Participant | null)[];
  /** Announced in the order of this list, before the audio at that time. */
  readonly assignments?: readonly {
    readonly atMs: number;
    readonly track: number;
    readonly participant: Participant | null;
  }[];
}

/** A call as ingest would publish it. */
export class TestCall {
  readonly id: CallId;
  readonly rateHz: number;
  positionSample = 0;
  sequence = 0;
  private announced = 0;
  private readonly codec: AudioCodec = 'L16';

  constructor(
    private readonly harness: Pick<Harness, 'publish'>,
    id: string,
    private readonly options: CallOptions = {},
  ) {
    this.id = callIdSchema.parse(id);
    this.rateHz = options.sampleRateHz ?? 8_000;
  }

  private get onTracks(): readonly (Participant | null)[] {
    return this.options.onTracks ?? [exampleCustomer, exampleAgent];
  }

  open(startSample = 0, onTracks = this.onTracks): Promise<void> {
    this.positionSample = startSample;
    const { requestedEngine, script } = this.options;
    return this.event('stream.opened', {
      codec: this.codec,
      sampleRateHz: this.rateHz,
      tracks: onTracks.map((participant) => ({ participantId: participant?.id ?? null })),
      participants: onTracks.filter((participant) => participant !== null),
      startSample,
      ...(requestedEngine !== undefined && { requestedEngine }),
      ...(script !== undefined && { script }),
    });
  }

  /** Audio until a time of the call, in frames of 100 ms. */
  async talkUntil(ms: number, frameMs = 100): Promise<void> {
    const end = Math.round((ms * this.rateHz) / 1_000);
    const frame = Math.round((frameMs * this.rateHz) / 1_000);
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
    return this.harness.publish('calls.audio', this.frameEvent(positionSample, count));
  }

  frameEvent(positionSample: number, count: number): EventOf<'audio.frame'> {
    const trackCount = this.onTracks.length;
    const samples = new Int16Array(count * trackCount);
    for (const { track, startMs, level, durationMs = 200 } of this.options.bursts ?? []) {
      const from = Math.max(0, Math.round((startMs * this.rateHz) / 1_000) - positionSample);
      const to = Math.min(count, Math.round(((startMs + durationMs) * this.rateHz) / 1_000) - positionSample);
      for (let at = from; at < to && track < trackCount; at++) samples[at * trackCount + track] = level * 1_000;
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
    const fromSample = fromMs === undefined ? this.positionSample : Math.round((fromMs * this.rateHz) / 1_000);
    return this.event('track.assigned', { sampleRateHz: this.rateHz, fromSample, track, participant });
  }

  async gap(untilMs: number, reason: EventData<'audio.gap-declared'>['reason'] = 'CONNECTION_LOST'): Promise<void> {
    const fromSample = this.positionSample;
    this.positionSample = Math.round((untilMs * this.rateHz) / 1_000);
    await this.event('audio.gap-declared', {
      sampleRateHz: this.rateHz,
      fromSample,
      toSample: this.positionSample,
      reason,
    });
  }

  close(): Promise<void> {
    return this.event('stream.closed', { sampleRateHz: this.rateHz, endSample: this.positionSample, reason: 'ENDED' });
  }

  private event<T extends 'stream.opened' | 'track.assigned' | 'stream.closed' | 'audio.gap-declared'>(
    type: T,
    data: EventData<T>,
  ): Promise<void> {
    return this.harness.publish(
      'calls.audio',
      makeEvent(type, this.id, data, { id: `in-${this.sequence}`, occurredAtMs: 0 }) as EarshotEvent,
    );
  }
}
