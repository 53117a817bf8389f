import type { AudioFrame, CallId, EventOf } from '@earshot/contracts';
import { channels as bothChannels } from '@earshot/contracts';
import { RecentIds } from '@earshot/domain';
import { Failure } from '@earshot/ports';
import type { FirstHeard } from './call-begin.js';
import type { CallContexts } from './call-contexts.js';
import type { CallTranscription } from '../track/call-transcription.js';
import { OwnedCall } from './owned-call.js';

/** A message that is acknowledged when its effects are safe. */
export interface AudioDelivery {
  /** Aborted when its partition is another's. */
  readonly lost: AbortSignal;
  acknowledge(): void;
}

/** Completed calls that are remembered, so that late messages of theirs do not begin them again. */
const COMPLETED_REMEMBERED = 10_000;
const LONGEST_IDLE_CHECK_MS = 60_000;

/**
 * The calls being transcribed by this process. A call is taken with the first message that comes of it, and forgotten
 * when its transcript is complete or the bus gives its partition to another process.
 */
export class LiveCalls {
  private readonly calls = new Map<CallId, OwnedCall>();
  private readonly completed = new RecentIds(COMPLETED_REMEMBERED);
  private readonly partitions = new Map<AbortSignal, Set<OwnedCall>>();
  private draining = false;
  private cancelIdleCheck: () => void = () => {};

  constructor(private readonly contexts: CallContexts) {
    this.watchIdle();
  }

  get size(): number {
    return this.calls.size;
  }

  has(callId: CallId): boolean {
    return this.calls.has(callId);
  }

  opened({ callId, data }: EventOf<'stream.opened'>, delivery: AudioDelivery): Promise<void> {
    return this.withCall(callId, delivery, data, (call) => call.opened(data, () => delivery.acknowledge()));
  }

  audio(frame: AudioFrame, delivery: AudioDelivery): Promise<void> {
    const { callId, sampleRateHz, positionSample, channelCount } = frame;
    const first = { sampleRateHz, channels: bothChannels.slice(0, channelCount), startSample: positionSample };
    return this.withCall(callId, delivery, first, (call) => call.audio(frame, () => delivery.acknowledge()));
  }

  async gap(event: EventOf<'audio.gap-declared'>, delivery: AudioDelivery): Promise<void> {
    await this.withCall(
      event.callId,
      delivery,
      null,
      (call) => call.gap(event.data, () => delivery.acknowledge()),
      () => this.gapOfUnknown(event, delivery),
    );
  }

  closed({ callId, data }: EventOf<'stream.closed'>, delivery: AudioDelivery): Promise<void> {
    // A call of which nothing but its end is known has no channel to wait for.
    const first = { sampleRateHz: data.sampleRateHz, channels: [], startSample: data.endSample };
    return this.withCall(callId, delivery, first, (call) => call.close(data.endSample, () => delivery.acknowledge()));
  }

  /** Takes no more, and lets every call go: to the next owner where the bus outlives this process. */
  async drain(): Promise<void> {
    this.draining = true;
    this.cancelIdleCheck();
    const { isDurable } = this.contexts.process.bus;
    await Promise.all([...this.calls.values()].map((call) => call.drain(isDurable)));
  }

  /**
   * Gives the call to `use`, once it is taken. A message of a call that is over is done; one of a call that goes to
   * another process is neither handled nor acknowledged, for it comes there again.
   */
  private async withCall(
    callId: CallId,
    delivery: AudioDelivery,
    first: FirstHeard | null,
    use: (call: CallTranscription) => void | Promise<void>,
    useUnknown?: () => Promise<void>,
  ): Promise<void> {
    while (!this.draining && !delivery.lost.aborted) {
      if (this.completed.has(callId)) return delivery.acknowledge();
      const owned = this.calls.get(callId) ?? this.own(callId, delivery.lost, first);
      const call = await owned.current();
      if (this.draining || delivery.lost.aborted) return;
      if (call === 'unknown' && useUnknown !== undefined) return useUnknown();
      if (typeof call !== 'string') {
        if (call.isOpen) return use(call);
        // Audio after the close of a call that is being completed is not part of it.
        if (!call.isFenced && !call.isIdle) return delivery.acknowledge();
        await call.done;
      }
      // Over by now, or taken again: another look tells.
      await Promise.resolve();
    }
  }

  private own(callId: CallId, lost: AbortSignal, first: FirstHeard | null): OwnedCall {
    const { settings, metrics } = this.contexts;
    if (this.calls.size >= settings.maxCalls) {
      throw new Failure(
        'TRANSCRIPTION_FULL',
        `EARSHOT_MAX_TRANSCRIBED_CALLS: ${settings.maxCalls} calls are being transcribed`,
        {
          retryable: true,
        },
      );
    }
    const owned = new OwnedCall(this.contexts, callId, first);
    const ofPartition = this.callsOf(lost);
    this.calls.set(callId, owned);
    ofPartition.add(owned);
    const countOut = metrics.callOpened();
    void owned.over.then((outcome) => {
      if (this.calls.get(callId) === owned) this.calls.delete(callId);
      ofPartition.delete(owned);
      if (outcome === 'completed') this.completed.add(callId);
      countOut();
    });
    return owned;
  }

  /** One listener for each partition: a call more makes no difference. */
  private callsOf(lost: AbortSignal): Set<OwnedCall> {
    const known = this.partitions.get(lost);
    if (known !== undefined) return known;
    const calls = new Set<OwnedCall>();
    this.partitions.set(lost, calls);
    lost.addEventListener('abort', () => this.lose(lost), { once: true });
    return calls;
  }

  /** In one step: whatever comes of these calls after it belongs to a new ownership. */
  private lose(lost: AbortSignal): void {
    const calls = this.partitions.get(lost) ?? new Set();
    this.partitions.delete(lost);
    for (const [callId, owned] of this.calls) if (calls.has(owned)) this.calls.delete(callId);
    for (const owned of calls) owned.lose();
  }

  /** Nothing is known of the call yet, but its time has to be accounted for. */
  private async gapOfUnknown({ callId, data }: EventOf<'audio.gap-declared'>, delivery: AudioDelivery): Promise<void> {
    const out = this.contexts.publisherFor(callId);
    const ms = (sample: number) => (sample * 1_000) / data.sampleRateHz;
    for (const channel of bothChannels) {
      out.transcript('transcript.gap', {
        channel,
        fromMs: ms(data.fromSample),
        toMs: ms(data.toSample),
        reason: data.reason,
      });
    }
    await out.idle();
    delivery.acknowledge();
  }

  private watchIdle(): void {
    const { settings, process } = this.contexts;
    this.cancelIdleCheck = process.clock.schedule(Math.min(LONGEST_IDLE_CHECK_MS, settings.idleCallMs / 4), () => {
      for (const [callId, owned] of this.calls) {
        const call = owned.now;
        if (call?.isOpen !== true || process.clock.nowMs() - call.lastHeardOfMs < settings.idleCallMs) continue;
        process.logger.warn({ callId }, 'no audio for long: the transcript is completed');
        void call.closeIdle();
      }
      this.watchIdle();
    });
  }
}
