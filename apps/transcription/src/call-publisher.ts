import type { CallId, EventData, SegmentId } from '@earshot/contracts';
import { restartPauseMs, type TranscriptSegment } from '@earshot/domain';
import { Failure, type Clock, type Logger } from '@earshot/ports';
import type { EventPublisher } from '@earshot/runtime';

type TranscriptType =
  | 'transcript.segment'
  | 'transcript.engine-selected'
  | 'transcript.covered'
  | 'transcript.gap'
  | 'transcript.completed';

interface Item {
  data: unknown;
  readonly send: (data: never) => Promise<void>;
  readonly published?: (() => void) | undefined;
  readonly partialOf?: SegmentId;
}

/** Events waiting beyond which a call's audio is held back. */
const CONGESTED_AT = 64;

/**
 * One call's way to the bus: one event after the other in the order they were given, so `covered` never overtakes a
 * final. Nothing is dropped, but a waiting partial is replaced by its successor; `room` holds the audio back while the
 * bus is full, which bounds what waits.
 */
export class CallPublisher {
  private items: Item[] = [];
  private sending: Promise<void> | null = null;
  private waiting: (() => void)[] = [];
  private stopped = false;

  constructor(
    private readonly callId: CallId,
    private readonly publisher: EventPublisher<'transcription'>,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  segment(data: TranscriptSegment): void {
    const waiting = this.items.find((item) => item.partialOf === data.segmentId);
    if (data.isPartial && waiting !== undefined) waiting.data = data;
    else {
      const send = (latest: TranscriptSegment) =>
        this.publisher.emit('calls.transcript', 'transcript.segment', this.callId, latest);
      this.push({ data, send, ...(data.isPartial && { partialOf: data.segmentId }) });
    }
  }

  /** `published` runs when the bus has the event. */
  transcript<T extends Exclude<TranscriptType, 'transcript.segment'>>(
    type: T,
    data: EventData<T>,
    published?: () => void,
  ): void {
    const send = (latest: EventData<T>) => this.publisher.emit('calls.transcript', type, this.callId, latest as never);
    this.push({ data, send, published });
  }

  /** Tells the call that something went wrong; `message` is for people and holds no spoken words. */
  problem(code: string, message: string): void {
    const send = (data: EventData<'processing.failed'>) =>
      this.publisher.emit('calls.lifecycle', 'processing.failed', this.callId, data);
    this.push({ data: { stage: 'transcription', code: code.slice(0, 64), message: message.slice(0, 512) }, send });
  }

  /** Runs `task` when everything given so far was published. */
  after(task: () => void): void {
    this.push({ data: null, send: () => Promise.resolve(), published: task });
  }

  /** Resolves at once while few events wait, else when few do again. */
  room(): Promise<void> | undefined {
    if (this.stopped || this.items.length < CONGESTED_AT) return undefined;
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Resolves when everything given so far was published. */
  async idle(): Promise<void> {
    while (this.sending !== null) await this.sending;
  }

  /** Drops what waits: the bus is gone, or will be before it could be sent. Its audio stays unacknowledged. */
  stop(): void {
    this.stopped = true;
    this.items = [];
    this.release();
  }

  private push(item: Item): void {
    if (this.stopped) return;
    this.items.push(item);
    this.sending ??= this.send().finally(() => (this.sending = null));
  }

  private async send(): Promise<void> {
    // Lets events of the same moment gather, so that `sending` is set before the first one is done.
    await Promise.resolve();
    for (let item = this.items.shift(); item !== undefined; item = this.items.shift()) {
      await this.sendOne(item);
      if (this.items.length < CONGESTED_AT) this.release();
    }
  }

  private async sendOne(item: Item): Promise<void> {
    for (let attempt = 1; !this.stopped; attempt++) {
      try {
        await item.send(item.data as never);
        item.published?.();
        return;
      } catch (error) {
        const code = error instanceof Failure ? error.code : 'UNEXPECTED';
        this.logger.warn({ callId: this.callId, code, attempt }, 'a transcript event could not be published');
        if (code === 'BUS_CLOSED') return this.stop();
        if (error instanceof Failure && !error.retryable) return;
        await new Promise<void>((resolve) => this.clock.schedule(restartPauseMs(attempt), resolve));
      }
    }
  }

  private release(): void {
    for (const resume of this.waiting.splice(0)) resume();
  }
}
