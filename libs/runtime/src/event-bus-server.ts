import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import {
  AUDIO_FRAME_MAGIC,
  parseEvent,
  topicNames,
  topics,
  type EarshotEvent,
  type ServiceName,
  type TopicDefinition,
  type TopicName,
} from '@earshot/contracts';
import { Failure, type Delivery, type Logger, type Subscription } from '@earshot/ports';
import { DeadLetters } from './dead-letters.js';
import { OwnedPartitions } from './owned-partitions.js';
import type { ProcessContext } from './process-context.js';

/** What a handler learns of the delivery, by `@Ctx()`. */
export interface EventContext {
  readonly topic: TopicName;
  readonly attempt: number;
  readonly partition: number;
  /** Aborted when the partition is another's: what is kept of its calls is stale, and nothing more is to be said of them. */
  readonly lost: AbortSignal;
  /** For handlers registered with `{ acknowledge: 'manual' }`. */
  acknowledge(): void;
}

/** Tries of a message that fails for a reason that is not said to pass. */
const MAX_ATTEMPTS = 5;

/**
 * Nest transport over the `EventBus` port: `@EventPattern('calls.transcript')` works the Nest way on every bus. Nest's
 * own transports are not used because they neither order per key nor dead-letter (docs/adr/0002-own-event-bus-port.md).
 */
export class EventBusServer extends Server implements CustomTransportStrategy {
  override readonly propagatesEventHandlerErrors = true;
  private readonly subscriptions: Subscription[] = [];
  private readonly log: Logger;
  private readonly deadLetters: DeadLetters;

  constructor(
    private readonly service: ServiceName,
    private readonly process: ProcessContext,
  ) {
    super();
    this.log = process.logger.child({ service });
    this.deadLetters = new DeadLetters(service, process);
  }

  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      for (const [pattern, handler] of this.getHandlers())
        this.subscriptions.push(await this.subscribe(pattern, handler));
      callback();
    } catch (error) {
      callback(error);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.subscriptions.splice(0).map((subscription) => subscription.close()));
  }

  on(): void {}

  unwrap<T>(): T {
    return this.process.bus as T;
  }

  private subscribe(pattern: string, handler: MessageHandler): Promise<Subscription> {
    const topic = topicNames.find((name) => name === pattern);
    const consumption = topic && (topics[topic] as TopicDefinition).consumedBy[this.service];
    if (topic === undefined || consumption === undefined) {
      throw new Failure(
        'TOPIC_NOT_CONSUMED',
        `${this.service} has a handler for ${pattern}, which topics.ts does not give it`,
      );
    }
    const wanted = new Set<string>(consumption.events);
    const owned = new OwnedPartitions();
    const manual = (handler.extras as { acknowledge?: string } | undefined)?.acknowledge === 'manual';
    return this.process.bus.subscribe({
      topic,
      as: consumption.as === 'group' ? { group: this.service } : { everyInstance: true },
      acknowledge: manual ? 'manual' : 'on-return',
      handle: (delivery) => this.deliver(delivery, handler, wanted, owned.lost(delivery.partition)),
      onLost: (partitions) => owned.lose(partitions),
    });
  }

  private async deliver(
    delivery: Delivery,
    handler: MessageHandler,
    wanted: ReadonlySet<string>,
    lost: AbortSignal,
  ): Promise<void> {
    const type = peekType(delivery.value);
    if (type !== undefined && !wanted.has(type)) return delivery.acknowledge();
    const parsed = parseEvent(delivery.value);
    if (!parsed.ok) {
      await this.deadLetters.add(delivery, parsed.error.code, null);
      return delivery.acknowledge();
    }
    if (!wanted.has(parsed.value.type)) return delivery.acknowledge();
    try {
      await this.invoke(handler, parsed.value, delivery, lost);
    } catch (error) {
      // The next owner has the message too, and its own say about it.
      if (lost.aborted) throw error;
      await this.failed(delivery, parsed.value, error);
    }
  }

  private async invoke(
    handler: MessageHandler,
    event: EarshotEvent,
    delivery: Delivery,
    lost: AbortSignal,
  ): Promise<void> {
    const context: EventContext = {
      topic: delivery.topic,
      attempt: delivery.attempt,
      partition: delivery.partition,
      lost,
      acknowledge: () => delivery.acknowledge(),
    };
    const result: unknown = await handler(event, context);
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  }

  /** A failure said to pass is tried for as long as it takes: the bus holds this call, backpressure does the rest. */
  private async failed(delivery: Delivery, event: EarshotEvent, error: unknown): Promise<void> {
    const passes = error instanceof Failure && error.retryable;
    const final = error instanceof Failure && !error.retryable;
    const code = error instanceof Failure ? error.code : 'UNEXPECTED';
    this.log.warn(
      { err: error, callId: event.callId, type: event.type, code, attempt: delivery.attempt },
      'event handler failed',
    );
    if (passes || (!final && delivery.attempt < MAX_ATTEMPTS)) throw error;
    await this.deadLetters.add(delivery, code, event);
    delivery.acknowledge();
  }
}

const TYPE_FIELD = /"type":"([a-z.-]+)"/;

/** The type of a message without parsing it; our own encoder writes it within the first 200 bytes. */
function peekType(value: Uint8Array): string | undefined {
  if (value[0] === AUDIO_FRAME_MAGIC) return 'audio.frame';
  return TYPE_FIELD.exec(
    Buffer.from(value.buffer, value.byteOffset, Math.min(value.length, 200)).toString('latin1'),
  )?.[1];
}
