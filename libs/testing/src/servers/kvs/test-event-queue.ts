import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '@earshot/ports';

interface TestMessage {
  readonly id: string;
  readonly body: string;
  readonly sentAtMs: number;
  receipt: string;
  receiveCount: number;
  visibleAtMs: number;
}

/** One request of Amazon SQS as it comes in. */
export type SqsBody = Readonly<Record<string, unknown>>;

/** A queue of Amazon SQS in memory. A request for messages waits until there is one. */
export class TestEventQueue {
  private messages: TestMessage[] = [];
  private readonly waiting = new Set<() => void>();
  /** How many messages were deleted. */
  deletedCount = 0;
  /** The most messages of one answer. SQS gives fewer than it is asked for, too. */
  maxPerAnswer = 10;

  constructor(private readonly clock: Clock) {}

  /** Messages that nobody has deleted. */
  get size(): number {
    return this.messages.length;
  }

  send(event: unknown): void {
    const body = typeof event === 'string' ? event : JSON.stringify(event);
    const nowMs = this.clock.nowMs();
    this.messages.push({ id: randomUUID(), body, sentAtMs: nowMs, receipt: '', receiveCount: 0, visibleAtMs: nowMs });
    this.wake();
  }

  /** Delivers every message again, as when its reader died. */
  showAll(): void {
    for (const message of this.messages) message.visibleAtMs = this.clock.nowMs();
    this.wake();
  }

  /** Answers `ReceiveMessage`, `DeleteMessage` and `ChangeMessageVisibility`. Null: the client went away. */
  async answer(operation: string, body: SqsBody, gone: Promise<unknown>): Promise<object | null> {
    if (operation === 'ReceiveMessage') return this.receive(body, gone);
    const message = this.messages.find(({ receipt }) => receipt === body['ReceiptHandle']);
    if (message === undefined) return {};
    if (operation === 'DeleteMessage') {
      this.messages = this.messages.filter((other) => other !== message);
      this.deletedCount += 1;
    }
    if (operation === 'ChangeMessageVisibility') this.hide(message, Number(body['VisibilityTimeout']));
    return {};
  }

  private async receive(body: SqsBody, gone: Promise<unknown>): Promise<object | null> {
    let isGone = false;
    void gone.then(() => (isGone = true));
    for (;;) {
      if (isGone) return null;
      const nowMs = this.clock.nowMs();
      const found = this.messages.filter(({ visibleAtMs }) => visibleAtMs <= nowMs).slice(0, this.maxPerAnswer);
      if (found.length > 0) return { Messages: found.map((message) => this.deliver(message, body)) };
      await Promise.race([gone, new Promise<void>((resolve) => this.waiting.add(resolve))]);
    }
  }

  private deliver(message: TestMessage, body: SqsBody): object {
    message.receipt = randomUUID();
    message.receiveCount += 1;
    this.hide(message, Number(body['VisibilityTimeout']));
    return {
      MessageId: message.id,
      ReceiptHandle: message.receipt,
      Body: message.body,
      MD5OfBody: createHash('md5').update(message.body).digest('hex'),
      Attributes: {
        ApproximateReceiveCount: String(message.receiveCount),
        SentTimestamp: String(message.sentAtMs),
      },
    };
  }

  private hide(message: TestMessage, seconds: number): void {
    message.visibleAtMs = this.clock.nowMs() + seconds * 1_000;
    this.clock.schedule(seconds * 1_000, () => this.wake());
  }

  private wake(): void {
    for (const resume of this.waiting) resume();
    this.waiting.clear();
  }
}
