import {
  frameSamples,
  makeEvent,
  type CallId,
  type EventData,
  type JsonEventType,
  type IngestErrorCode,
} from '@earshot/contracts';
import type { LcaErrorCode, LcaStart } from '@earshot/media';
import type { Clock, KnownCall, NewId } from '@earshot/ports';
import { AudioBlocks } from './audio-blocks.js';
import type { Outgoing } from '../bus/call-outbox.js';
import type { IngestMetrics } from '../ingest.metrics.js';
import type { OwnPlace } from '../registry/whereabouts.js';

export interface StreamParts {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly metrics: Pick<IngestMetrics, 'secondsReceived' | 'gaps' | 'gapSeconds'>;
  /** No call is open for longer than this after its last audio. */
  readonly longestAbsenceMs: number;
  /** Takes events in the order they are to go out. */
  readonly emit: (...events: readonly Outgoing[]) => void;
}

type GapReason = EventData<'audio.gap-declared'>['reason'];
type CloseReason = EventData<'stream.closed'>['reason'];

/** The call's clock, in samples, and what it says on the bus: every sample between its start and end is sent or declared. */
export class CallStream {
  private readonly blocks: AudioBlocks;
  private readonly channels: EventData<'stream.opened'>['channels'];
  private position = 0;
  private sequence = 0;
  private lastAudioAtMs: number;

  constructor(
    private readonly start: LcaStart,
    private readonly startedAtMs: number,
    private readonly parts: StreamParts,
  ) {
    this.blocks = new AudioBlocks(start);
    this.channels = start.channelCount === 2 ? ['CUSTOMER', 'AGENT'] : ['CUSTOMER'];
    this.lastAudioAtMs = startedAtMs;
  }

  /** End of the call so far, milliseconds on its clock; what is still put together to a block counts. */
  get positionMs(): number {
    const { sampleRateHz, codec, channelCount } = this.start;
    const held = frameSamples({ payload: { length: this.blocks.heldBytes } as Uint8Array, codec, channelCount });
    return ((this.position + held) / sampleRateHz) * 1_000;
  }

  /** How far this process brought the call; what is put together to a block is not sent yet. */
  get place(): OwnPlace {
    const { position: positionSample, sequence: nextSequence, lastAudioAtMs } = this;
    return { positionSample, nextSequence, lastAudioAtMs };
  }

  begin(): void {
    const { customerNumber, systemNumber, agentId } = this.start;
    const started = { source: 'lca-websocket', startedAtMs: this.startedAtMs, customerNumber, systemNumber, agentId };
    this.parts.emit({ topic: 'calls.lifecycle', event: this.event('call.started', started) });
    this.open();
  }

  /**
   * Goes on, at `atMs`, with a call that another process had: what nobody received in between is a gap. That process's
   * wall clock is compared with ours, so the gap is bounded by how long a call may stay away before it is closed.
   */
  goOn(known: KnownCall, atMs: number): void {
    this.position = known.positionSample;
    this.sequence = known.nextSequence;
    this.lastAudioAtMs = Math.max(known.lastAudioAtMs, atMs - this.parts.longestAbsenceMs);
    this.gapUntil(atMs, 'PROCESS_LOST');
    this.open();
  }

  audio(samples: Uint8Array, nowMs: number): void {
    this.lastAudioAtMs = nowMs;
    this.send(this.blocks.push(samples));
  }

  /** Audio that came and is not kept: declared in its place. */
  drop(bytes: number, nowMs: number): void {
    const { codec, channelCount, sampleRateHz } = this.start;
    const samples = frameSamples({ payload: { length: bytes } as Uint8Array, codec, channelCount });
    this.lastAudioAtMs = nowMs;
    this.miss((samples / sampleRateHz) * 1_000, 'FRAMES_LOST');
  }

  /** Sends what is too short for a block by itself. */
  flush(): void {
    this.send(this.blocks.flush());
  }

  /** Declares the wall-clock time since the last audio as missing. */
  gapUntil(nowMs: number, reason: GapReason): void {
    this.flush();
    const missingMs = Math.max(0, nowMs - this.lastAudioAtMs);
    this.lastAudioAtMs = nowMs;
    this.miss(missingMs, reason);
  }

  /** Declares so much of the call's clock as missing here. */
  miss(missingMs: number, reason: GapReason): void {
    this.flush();
    const samples = Math.round((missingMs / 1_000) * this.start.sampleRateHz);
    if (samples === 0) return;
    this.parts.emit(this.gap(this.position, this.position + samples, reason));
    this.position += samples;
  }

  /** Ends the call: nothing more goes out after this. */
  close(nowMs: number, reason: CloseReason): void {
    this.flush();
    const { sampleRateHz } = this.start;
    this.parts.emit(
      { topic: 'calls.audio', event: this.event('stream.closed', { sampleRateHz, endSample: this.position, reason }) },
      {
        topic: 'calls.lifecycle',
        event: this.event('call.ended', { endedAtMs: nowMs, durationMs: this.positionMs, reason }),
      },
    );
  }

  problem(code: LcaErrorCode | IngestErrorCode, message: string): void {
    const data = { stage: 'ingest', code, message };
    this.parts.emit({ topic: 'calls.lifecycle', event: this.event('processing.failed', data) });
  }

  /** A frame that cannot be sent is declared; nothing else has a substitute. */
  insteadOf({ event }: Outgoing): readonly Outgoing[] {
    if (event.type !== 'audio.frame') return [];
    return [this.gap(event.positionSample, event.positionSample + frameSamples(event), 'FRAMES_LOST')];
  }

  private open(): void {
    const { codec, sampleRateHz, requestedEngine, script } = this.start;
    const opened = {
      codec,
      sampleRateHz,
      channels: this.channels,
      startSample: this.position,
      requestedEngine,
      script,
    };
    this.parts.emit({ topic: 'calls.audio', event: this.event('stream.opened', opened) });
  }

  private send(blocks: readonly Uint8Array[]): void {
    const { callId, codec, channelCount, sampleRateHz } = this.start;
    for (const payload of blocks) {
      const samples = frameSamples({ payload, codec, channelCount });
      this.parts.metrics.secondsReceived.add(samples / sampleRateHz);
      const { sequence, position: positionSample, lastAudioAtMs: receivedAtMs } = this;
      this.parts.emit({
        topic: 'calls.audio',
        event: {
          type: 'audio.frame',
          callId,
          sequence,
          codec,
          channelCount,
          sampleRateHz,
          positionSample,
          receivedAtMs,
          payload,
        },
      });
      this.sequence += 1;
      this.position += samples;
    }
  }

  private gap(fromSample: number, toSample: number, reason: GapReason): Outgoing {
    const { sampleRateHz } = this.start;
    this.parts.metrics.gaps.add(1, { reason });
    this.parts.metrics.gapSeconds.add((toSample - fromSample) / sampleRateHz, { reason });
    return {
      topic: 'calls.audio',
      event: this.event('audio.gap-declared', { sampleRateHz, fromSample, toSample, reason }),
    };
  }

  private event<T extends JsonEventType>(type: T, data: EventData<T>) {
    const callId: CallId = this.start.callId;
    return makeEvent(type, callId, data, { id: this.parts.newId(), occurredAtMs: this.parts.clock.nowMs() });
  }
}
