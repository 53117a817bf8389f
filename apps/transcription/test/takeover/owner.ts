import { parseEvent, type EventOn } from '@earshot/contracts';
import type { EventBus, Subscription, TranscriptProgressStore } from '@earshot/ports';
import { dispatch, systemClock, type ProcessContext } from '@earshot/runtime';
import { CapturingLogger, CapturingMetrics } from '@earshot/testing';
import { createTranscription } from '../../src/create-transcription.js';
import type { SpeechEngines } from '../../src/engine/engine-choice.js';
import { audioHandlers } from '../../src/handlers/audio-handlers.js';
import type { ManualDelivery } from '../../src/ownership/manual-delivery.js';
import type { OwnedCalls } from '../../src/ownership/owned-calls.js';
import { settingsOf, transcriptionConfigSchema } from '../../src/transcription.config.js';
import { noRecordings, nothingUnfinished, quick } from '../harness.js';
import { FaultInjector } from './fault-injector.js';

export interface OwnerTools {
  readonly bus: EventBus;
  readonly store: TranscriptProgressStore;
  readonly engines: SpeechEngines;
  /** A broken build changes each message here before it is handled. */
  readonly onDelivery?: (event: EventOn<'calls.audio'>, delivery: ManualDelivery) => EventOn<'calls.audio'>;
}

/** One transcription process. Every effect on the world outside goes through its fault injector. */
export class Owner {
  readonly calls: OwnedCalls;
  private readonly signals = new Map<number, AbortController>();
  private subscription: Subscription | null = null;

  constructor(
    private readonly tools: OwnerTools,
    readonly faults: FaultInjector,
  ) {
    const { bus, store } = tools;
    const context: ProcessContext = {
      bus: {
        isDurable: true,
        publish: (...args) => faults.performEffect(() => bus.publish(...args)),
        whenDurable: () => Promise.resolve(),
        subscribe: (options) => bus.subscribe(options),
        close: () => Promise.resolve(),
      },
      clock: systemClock,
      newId: () => 'id',
      logger: new CapturingLogger(),
      metrics: new CapturingMetrics(),
    };
    const guarded: TranscriptProgressStore = {
      take: (work) => faults.performEffect(() => store.take(work)),
      save: (saves) => faults.performEffect(() => store.save(saves)),
    };
    const settings = { ...settingsOf(transcriptionConfigSchema.parse(quick)), takeAgainPauseMs: 5 };
    const adapters = {
      engines: tools.engines,
      recordings: noRecordings,
      progress: guarded,
      unfinished: nothingUnfinished,
    };
    this.calls = createTranscription(settings, context, adapters).calls;
  }

  async join(): Promise<void> {
    this.subscription = await this.tools.bus.subscribe({
      topic: 'calls.audio',
      as: { group: 'transcription' },
      acknowledge: 'manual',
      // The broker does not wait for a process that was stopped.
      handle: ({ value, partition, acknowledge }) =>
        Promise.race([this.faults.stopped, this.handle(value, partition, acknowledge)]),
      onLost: (partitions) => (this.faults.isRunning ? this.lose(partitions) : undefined),
    });
  }

  /** The broker notices that the process is gone. */
  async leave(): Promise<void> {
    await this.subscription?.close();
  }

  lose(partitions: readonly number[] = [...this.signals.keys()]): void {
    for (const partition of partitions) {
      this.signals.get(partition)?.abort();
      this.signals.delete(partition);
    }
  }

  private async handle(value: Uint8Array, partition: number, acknowledge: () => void): Promise<void> {
    const parsed = parseEvent(value);
    if (!parsed.ok) throw new Error(parsed.error.code);
    const delivery = {
      lost: this.signalOf(partition),
      acknowledge: () => void (this.faults.isRunning && acknowledge()),
    };
    const audio = parsed.value as EventOn<'calls.audio'>;
    const event = this.tools.onDelivery?.(audio, delivery) ?? audio;
    await dispatch(audioHandlers(this.calls, delivery), event);
  }

  private signalOf(partition: number): AbortSignal {
    const known = this.signals.get(partition) ?? new AbortController();
    this.signals.set(partition, known);
    return known.signal;
  }
}
