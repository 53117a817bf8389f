import type { AudioFrame, CallId, Channel, EventOf } from '@earshot/contracts';
import { channels as bothChannels } from '@earshot/contracts';
import { Failure } from '@earshot/ports';
import type { CallContexts } from './call-contexts.js';
import { CallTranscription } from './call-transcription.js';
import { RecentIds } from './recent-ids.js';

type Acknowledge = () => void;

/** Completed calls that are remembered, so that late messages of theirs do not begin them again. */
const COMPLETED_REMEMBERED = 10_000;
const LONGEST_IDLE_CHECK_MS = 60_000;

/**
 * The calls being transcribed by this process. A call is opened by its stream, or by its first frame when another
 * process had it before; it is forgotten when its transcript is complete.
 */
export class LiveCalls {
  private readonly calls = new Map<CallId, CallTranscription>();
  private readonly completed = new RecentIds(COMPLETED_REMEMBERED);
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

  opened({ callId, data }: EventOf<'stream.opened'>, acknowledge: Acknowledge): void {
    // While draining nothing is taken or acknowledged: it goes to the next owner.
    if (this.draining) return;
    if (this.completed.has(callId)) return acknowledge();
    const call = this.calls.get(callId) ?? this.open(callId, data.sampleRateHz, data.channels, data.startSample);
    if (!call.isOpen) return acknowledge();
    call.opened(data, acknowledge);
  }

  async audio(frame: AudioFrame, acknowledge: Acknowledge): Promise<void> {
    const { callId } = frame;
    if (this.draining) return;
    if (this.completed.has(callId)) return acknowledge();
    let call = this.calls.get(callId);
    if (call === undefined) {
      call = this.open(callId, frame.sampleRateHz, bothChannels.slice(0, frame.channelCount), frame.positionSample);
      call.opened({}, () => {});
    }
    // Audio after the close of a call that is being completed is not part of it.
    if (!call.isOpen) return acknowledge();
    await call.audio(frame, acknowledge);
  }

  async gap({ callId, data }: EventOf<'audio.gap-declared'>, acknowledge: Acknowledge): Promise<void> {
    if (this.draining) return;
    const call = this.calls.get(callId);
    if (call !== undefined) return call.isOpen ? call.gap(data, acknowledge) : acknowledge();
    if (this.completed.has(callId)) return acknowledge();
    // Nothing is known of the call yet, but its time has to be accounted for.
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
    acknowledge();
  }

  async closed({ callId, data }: EventOf<'stream.closed'>, acknowledge: Acknowledge): Promise<void> {
    if (this.draining) return;
    const call = this.calls.get(callId);
    if (call !== undefined) return call.close(data.endSample, acknowledge);
    if (this.completed.has(callId)) return acknowledge();
    // Its former owner had published everything but this.
    this.completed.add(callId);
    const out = this.contexts.publisherFor(callId);
    out.transcript('transcript.completed', { durationMs: (data.endSample * 1_000) / data.sampleRateHz }, acknowledge);
    await out.idle();
  }

  /** Takes no more, lets engines say their last words for a bounded time. */
  async drain(): Promise<void> {
    this.draining = true;
    this.cancelIdleCheck();
    await Promise.all([...this.calls.values()].map((call) => call.drain()));
  }

  private open(
    callId: CallId,
    sampleRateHz: number,
    channels: readonly Channel[],
    startSample: number,
  ): CallTranscription {
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
    const call = new CallTranscription(this.contexts.create(callId, sampleRateHz), channels, startSample);
    this.calls.set(callId, call);
    const countOut = metrics.callOpened();
    void call.done.then((outcome) => {
      this.calls.delete(callId);
      if (outcome === 'completed') this.completed.add(callId);
      countOut();
    });
    return call;
  }

  private watchIdle(): void {
    const { settings, process } = this.contexts;
    this.cancelIdleCheck = process.clock.schedule(Math.min(LONGEST_IDLE_CHECK_MS, settings.idleCallMs / 4), () => {
      for (const [callId, call] of this.calls) {
        if (!call.isOpen || process.clock.nowMs() - call.lastHeardOfMs < settings.idleCallMs) continue;
        process.logger.warn({ callId }, 'no audio for long: the transcript is completed');
        call.closeIdle();
      }
      this.watchIdle();
    });
  }
}
