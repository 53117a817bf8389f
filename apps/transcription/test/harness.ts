import {
  encodeEvent,
  parseEvent,
  type CallId,
  type EarshotEvent,
  type EventData,
  type EventOf,
  type EventType,
  type TopicName,
} from '@earshot/contracts';
import { EmbeddedEventBus } from '@earshot/event-bus';
import type {
  Clock,
  RecordingStore,
  SpeechEngine,
  TranscriptProgressStore,
  UnfinishedTranscriptFinder,
} from '@earshot/ports';
import { startService, systemClock, type ProcessContext, type RunningService } from '@earshot/runtime';
import { CapturingLogger, CapturingMetrics, InMemoryTranscriptProgress, TestSealer } from '@earshot/testing';
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
  readonly unfinished?: UnfinishedTranscriptFinder;
}

export const nothingUnfinished: UnfinishedTranscriptFinder = { findUnfinished: async () => [] };

/** The service on the embedded bus, and the events that enrichment and persistence would get. */
export class Harness {
  readonly events: EarshotEvent[] = [];
  readonly logger = new CapturingLogger();
  readonly metrics = new CapturingMetrics();
  private service: RunningService | null = null;
  private watchers: (() => void)[] = [];
  private ids = 0;
  /** Finals so far. A counter, because searching all events of a long call is slow. */
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

  async startTranscription({
    engines,
    config,
    recordings = noRecordings,
    unfinished = nothingUnfinished,
  }: HarnessOptions): Promise<void> {
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
      module: TranscriptionModule.forRoot(parsed, process, {
        engines,
        recordings,
        progress: this.progress,
        unfinished,
      }),
      process,
      sealer: new TestSealer(),
    });
  }

  /** Returns the running service and leaves it running, so that another one can be started beside it. */
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
