import {
  makeEvent,
  type CallId,
  type Channel,
  type EventData,
  type SegmentId,
  type ErrorCode,
} from '@earshot/contracts';
import { restartPauseMs, type TranscriptSegment } from '@earshot/domain';
import { Failure, type Clock, type Logger } from '@earshot/ports';
import type { EventPublisher } from '@earshot/runtime';
import { WakeUp } from '../track/wake-up.js';

type SpanType = 'transcript.covered' | 'transcript.gap';
type TranscriptType = 'transcript.engine-selected' | 'transcript.completed' | SpanType;

/** Says when the next final of a channel may go out, and hears of each that did. */
export interface FinalGate {
  mayPublishFinal(channel: Channel): boolean;
  finalPublished(channel: Channel): void;
}

interface Item {
  data: unknown;
  readonly send: (data: never) => Promise<void>;
  readonly published?: (() => void) | undefined;
  /** What belongs to a channel keeps its order within it. */
  readonly channel?: Channel | undefined;
  readonly isFinal?: boolean;
  readonly partialOf?: SegmentId;
}

export interface CallPublisherOptions {
  readonly callId: CallId;
  readonly publisher: EventPublisher<'transcription'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly gate?: FinalGate;
}

/** Events waiting beyond which a call's audio is held back. */
const CONGESTED_AT = 64;

/**
 * One call's way to the bus: one event after the other in the order they were given, so `covered` never overtakes a
 * final. A final that has to wait for its gate holds up what follows it on its channel, and nothing else. Nothing is
 * dropped, but a waiting partial is replaced by its successor; `room` holds the audio back while much waits, which bounds
 * it.
 */
export class CallPublisher {
  private items: Item[] = [];
  private sending: Promise<void> | null = null;
  private waiting: (() => void)[] = [];
  private readonly gateMoved = new WakeUp();
  private stopped = false;

  constructor(private readonly options: CallPublisherOptions) {}

  get isCongested(): boolean {
    return !this.stopped && this.items.length >= CONGESTED_AT;
  }

  segment(data: TranscriptSegment): void {
    const { publisher, callId, gate } = this.options;
    const { channel, isPartial, segmentId } = data;
    const waiting = this.items.find((item) => item.partialOf === segmentId);
    if (isPartial && waiting !== undefined) waiting.data = data;
    else {
      const send = (latest: TranscriptSegment) =>
        publisher.emit('calls.transcript', 'transcript.segment', callId, latest);
      if (isPartial) this.push({ data, send, channel, partialOf: segmentId });
      else this.push({ data, send, channel, isFinal: true, published: () => gate?.finalPublished(channel) });
    }
  }

  /** `published` runs when the bus has the event. */
  transcript<T extends TranscriptType>(type: T, data: EventData<T>, published?: () => void): void {
    const { publisher, callId } = this.options;
    const send = (latest: EventData<T>) => publisher.emit('calls.transcript', type, callId, latest as never);
    this.push({ data, send, published, channel: 'channel' in data ? data.channel : undefined });
  }

  /** Tells the call that something went wrong; `message` is for people and holds no spoken words. */
  problem(code: ErrorCode, message: string): void {
    const { publisher, callId } = this.options;
    const send = (data: EventData<'processing.failed'>) =>
      publisher.emit('calls.lifecycle', 'processing.failed', callId, data);
    this.push({ data: { stage: 'transcription', code: code.slice(0, 64), message: message.slice(0, 512) }, send });
  }

  /** Asks that recorded spans be transcribed. Asked twice under one id, it is done once. */
  requestTranscription(id: string, data: EventData<'transcription.requested'>): void {
    const { publisher, callId, clock } = this.options;
    const event = makeEvent('transcription.requested', callId, data, { id, occurredAtMs: clock.nowMs() });
    this.push({ data: event, send: () => publisher.publish('calls.lifecycle', event) });
  }

  /** Runs `task` when everything given so far (of the channel, where one is named) was published. */
  after(task: () => void, channel?: Channel): void {
    this.push({ data: null, send: () => Promise.resolve(), published: task, channel });
  }

  /** The gate may let a final through now. */
  gateOpened(): void {
    this.gateMoved.ring();
  }

  /** Resolves at once while few events wait, else when few do again. */
  room(): Promise<void> | undefined {
    if (!this.isCongested) return undefined;
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Resolves when everything given so far was published. */
  async idle(): Promise<void> {
    while (this.sending !== null) await this.sending;
  }

  /** Drops what waits: the bus is gone, or the call is another's. Its audio stays unacknowledged. */
  stop(): void {
    this.stopped = true;
    this.items = [];
    this.gateMoved.ring();
    this.release();
  }

  private push(item: Item): void {
    if (this.stopped) return;
    this.items.push(item);
    this.sending ??= this.send().finally(() => (this.sending = null));
    this.gateMoved.ring();
  }

  private async send(): Promise<void> {
    // Lets events of the same moment gather, so that `sending` is set before the first one is done.
    await Promise.resolve();
    while (this.items.length > 0) {
      const next = this.takeNext();
      if (next === undefined) await this.gateMoved.wait();
      else await this.sendOne(next);
      if (this.items.length < CONGESTED_AT) this.release();
    }
  }

  /** The first that may go out. What follows a held final on its channel waits with it. */
  private takeNext(): Item | undefined {
    const held = new Set<Channel>();
    for (const [index, item] of this.items.entries()) {
      const { channel } = item;
      if (channel !== undefined) {
        if (item.isFinal === true && this.options.gate?.mayPublishFinal(channel) === false) held.add(channel);
        if (held.has(channel)) continue;
      }
      this.items.splice(index, 1);
      return item;
    }
    return undefined;
  }

  private async sendOne(item: Item): Promise<void> {
    const { callId, clock, logger } = this.options;
    for (let attempt = 1; !this.stopped; attempt++) {
      try {
        await item.send(item.data as never);
        return this.wasPublished(item);
      } catch (error) {
        const code = error instanceof Failure ? error.code : 'UNEXPECTED';
        logger.warn({ callId, code, attempt }, 'a transcript event could not be published');
        if (code === 'BUS_CLOSED') return this.stop();
        // The bus will never take it; what follows must not wait for ever.
        if (error instanceof Failure && !error.retryable) return this.wasPublished(item);
        await new Promise<void>((resolve) => clock.schedule(restartPauseMs(attempt), resolve));
      }
    }
  }

  /** A call that was let go meanwhile is not to be told. */
  private wasPublished(item: Item): void {
    if (!this.stopped) item.published?.();
  }

  private release(): void {
    for (const resume of this.waiting.splice(0)) resume();
  }
}
