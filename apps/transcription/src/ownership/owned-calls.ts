import type { AudioFrame, CallId, EventOf } from '@earshot/contracts';
import { RecentIds } from '@earshot/domain';
import { Failure, type TranscriptProgressStore, type UnfinishedTranscript } from '@earshot/ports';
import type { ProcessContext } from '@earshot/runtime';
import { publishUnknownGap } from '../publish/publish-unknown-gap.js';
import type { CallTranscription } from '../track/call-transcription.js';
import type { TranscriptionSettings } from '../transcription.config.js';
import type { TranscriptionMetrics } from '../transcription.metrics.js';
import type { FirstMessage } from './begin-progress.js';
import type { CallFactory } from './call-factory.js';
import type { ManualDelivery } from './manual-delivery.js';
import { OwnedCall } from './owned-call.js';

/** This process remembers this many completed calls, so that late messages do not begin them again. */
const MAX_COMPLETED_CALLS = 10_000;
const LONGEST_IDLE_CHECK_MS = 60_000;

/**
 * The calls that this process owns. A call is taken with its first message, and forgotten when its transcript is complete
 * or the bus gives its partition to another process.
 */
export class OwnedCalls {
  private readonly calls = new Map<CallId, OwnedCall>();
  private readonly completed = new RecentIds(MAX_COMPLETED_CALLS);
  private readonly partitions = new Map<AbortSignal, Set<OwnedCall>>();
  /** Of calls that are completed without a message. Never aborted. */
  private readonly noPartition = new AbortController().signal;
  private isDraining = false;
  private cancelIdleCheck: () => void = () => {};

  constructor(
    private readonly factory: CallFactory,
    private readonly store: TranscriptProgressStore,
    private readonly process: ProcessContext,
    private readonly metrics: TranscriptionMetrics,
    private readonly settings: Pick<TranscriptionSettings, 'maxCalls' | 'idleCallMs' | 'takeAgainPauseMs'>,
  ) {
    this.scheduleIdleCheck();
  }

  has(callId: CallId): boolean {
    return this.calls.has(callId);
  }

  openStream({ callId, data }: EventOf<'stream.opened'>, delivery: ManualDelivery): Promise<void> {
    const first = { ...data, trackCount: data.tracks.length };
    return this.withCall(callId, delivery, first, (call) => call.openStream(data, () => delivery.acknowledge()));
  }

  assignTrack({ callId, data }: EventOf<'track.assigned'>, delivery: ManualDelivery): Promise<void> {
    return this.withCall(
      callId,
      delivery,
      null,
      (call) => call.assignTrack(data, () => delivery.acknowledge()),
      // Without the number of tracks the call cannot begin.
      async () => delivery.acknowledge(),
    );
  }

  changeStream({ callId, data }: EventOf<'stream.changed'>, delivery: ManualDelivery): Promise<void> {
    return this.withCall(
      callId,
      delivery,
      null,
      (call) => call.changeStream(data, () => delivery.acknowledge()),
      // The next start of the stream says the language again.
      async () => delivery.acknowledge(),
    );
  }

  receiveFrame(frame: AudioFrame, delivery: ManualDelivery): Promise<void> {
    const { callId, sampleRateHz, channelCount } = frame;
    const first = { sampleRateHz, trackCount: channelCount };
    return this.withCall(callId, delivery, first, (call) => call.receiveFrame(frame, () => delivery.acknowledge()));
  }

  receiveGap(event: EventOf<'audio.gap-declared'>, delivery: ManualDelivery): Promise<void> {
    const { sampleRateHz, trackCount } = event.data;
    return this.withCall(
      event.callId,
      delivery,
      trackCount === undefined ? null : { sampleRateHz, trackCount },
      (call) => call.receiveGap(event.data, () => delivery.acknowledge()),
      () => publishUnknownGap(event, this.process).then(() => delivery.acknowledge()),
    );
  }

  closeStream({ callId, data }: EventOf<'stream.closed'>, delivery: ManualDelivery): Promise<void> {
    // If only the end of a call is known, there is no track to wait for.
    const first = { sampleRateHz: data.sampleRateHz, trackCount: 0 };
    return this.withCall(callId, delivery, first, (call) =>
      call.closeStream(data.endSample, () => delivery.acknowledge()),
    );
  }

  /** The call is over, and no message of it is left. Resolves when the call is taken. */
  completeUnfinished({ callId, endSample, ...first }: UnfinishedTranscript): Promise<void> {
    const nothing = () => {};
    const delivery = { lost: this.noPartition, acknowledge: nothing };
    return this.withCall(callId, delivery, first, (call) => call.closeStream(endSample, nothing));
  }

  /** Takes no more calls and lets every call go: to the next owner if the bus outlives this process. */
  async drain(): Promise<void> {
    this.isDraining = true;
    this.cancelIdleCheck();
    const handOver = this.process.bus.isDurable;
    await Promise.all([...this.calls.values()].map((call) => call.drain(handOver)));
  }

  /**
   * Gives the call to `use` once it is taken. A message of a completed call is acknowledged. If another process gets the
   * call, the message is neither handled nor acknowledged here: the bus delivers it there again.
   */
  private async withCall(
    callId: CallId,
    delivery: ManualDelivery,
    first: FirstMessage | null,
    use: (call: CallTranscription) => void | Promise<void>,
    useUnknown?: () => Promise<void>,
  ): Promise<void> {
    const isGone = () => this.isDraining || delivery.lost.aborted;
    while (!isGone()) {
      if (this.completed.has(callId)) return delivery.acknowledge();
      const owned = this.calls.get(callId) ?? this.takeCall(callId, delivery.lost, first);
      const call = await owned.whenTaken();
      if (isGone()) return;
      if (call === 'unknown' && useUnknown !== undefined) return useUnknown();
      if (typeof call !== 'string') {
        if (call.isOpen) return use(call);
        // Audio after the close of a call that is being completed is not part of it.
        if (!call.mayContinue) return delivery.acknowledge();
        await call.done;
      }
      // By now the call is over or taken again, so find it once more.
      await Promise.resolve();
    }
  }

  private takeCall(callId: CallId, lost: AbortSignal, first: FirstMessage | null): OwnedCall {
    const { clock, logger } = this.process;
    const { maxCalls, takeAgainPauseMs } = this.settings;
    if (this.calls.size >= maxCalls) {
      const message = `this process transcribes ${maxCalls} calls, which is its limit; the call waits`;
      throw new Failure('TRANSCRIPTION_FULL', message, { retryable: true });
    }
    const { metrics } = this;
    const owned = new OwnedCall(this.store, this.factory, { callId, clock, logger, metrics, takeAgainPauseMs }, first);
    const ofPartition = this.callsOf(lost);
    this.calls.set(callId, owned);
    ofPartition.add(owned);
    const countClosed = metrics.callOpened();
    void owned.over.then((outcome) => {
      if (this.calls.get(callId) === owned) this.calls.delete(callId);
      ofPartition.delete(owned);
      if (outcome === 'completed') this.completed.add(callId);
      countClosed();
    });
    return owned;
  }

  /** The calls of a partition. Each partition has one listener, however many calls it has. */
  private callsOf(lost: AbortSignal): Set<OwnedCall> {
    const known = this.partitions.get(lost);
    if (known !== undefined) return known;
    const calls = new Set<OwnedCall>();
    this.partitions.set(lost, calls);
    lost.addEventListener('abort', () => this.losePartition(lost), { once: true });
    return calls;
  }

  /** Forgets all calls before it stops any, so that a message that comes in between takes its call anew. */
  private losePartition(lost: AbortSignal): void {
    const calls = this.partitions.get(lost) ?? new Set();
    this.partitions.delete(lost);
    for (const [callId, owned] of this.calls) if (calls.has(owned)) this.calls.delete(callId);
    for (const owned of calls) owned.lose();
  }

  private scheduleIdleCheck(): void {
    const { clock } = this.process;
    const delayMs = Math.min(LONGEST_IDLE_CHECK_MS, this.settings.idleCallMs / 4);
    this.cancelIdleCheck = clock.schedule(delayMs, () => {
      this.closeIdleCalls();
      this.scheduleIdleCheck();
    });
  }

  private closeIdleCalls(): void {
    const { clock, logger } = this.process;
    for (const [callId, { current }] of this.calls) {
      if (current?.isOpen !== true || clock.nowMs() - current.lastMessageAtMs < this.settings.idleCallMs) continue;
      logger.warn({ callId }, 'the call sent no audio for too long; its transcript is completed');
      void current.closeIdle();
    }
  }
}
