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
import { Failure, type Delivery, type Logger, type Sealer, type Subscription } from '@earshot/ports';
import { DeadLetterPublisher } from './dead-letter-publisher.js';
import { PartitionLossSignals } from './partition-loss-signals.js';
import type { ProcessContext } from './process-context.js';

/** The context that a handler gets with an event, by `@Ctx()`. */
export interface EventContext {
  readonly topic: TopicName;
  readonly attempt: number;
  readonly partition: number;
  /** Aborted when another process takes the partition: the state of its calls is stale, so publish nothing more for them. */
  readonly lost: AbortSignal;
  /** For handlers registered with `{ acknowledge: 'manual' }`. */
  acknowledge(): void;
}

/** Attempts before a failure that is not marked retryable becomes a dead letter. */
const MAX_ATTEMPTS = 5;

/**
 * Nest transport over the `EventBus` port, so that `@EventPattern('calls.transcript')` works on every bus. Nest's own
 * transports neither keep the order per key nor write dead letters (docs/adr/0002-own-event-bus-port.md).
 */
export class EventBusServer extends Server implements CustomTransportStrategy {
  override readonly propagatesEventHandlerErrors = true;
  private readonly subscriptions: Subscription[] = [];
  private readonly log: Logger;
  private readonly deadLetters: DeadLetterPublisher;

  constructor(
    private readonly service: ServiceName,
    private readonly process: ProcessContext,
    sealer: Sealer,
  ) {
    super();
    this.log = process.logger.child({ service });
    this.deadLetters = new DeadLetterPublisher(service, process, sealer);
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
        `${this.service} has a handler for ${pattern}, but topics.ts does not list it as a consumer`,
      );
    }
    const wanted = new Set<string>(consumption.events);
    const lossSignals = new PartitionLossSignals();
    const isManual = (handler.extras as { acknowledge?: string } | undefined)?.acknowledge === 'manual';
    return this.process.bus.subscribe({
      topic,
      as: consumption.as === 'group' ? { group: this.service } : { everyInstance: true },
      acknowledge: isManual ? 'manual' : 'on-return',
      handle: (delivery) => this.deliver(delivery, handler, wanted, lossSignals.signalFor(delivery.partition)),
      onLost: (partitions) => lossSignals.abort(partitions),
    });
  }

  private async deliver(
    delivery: Delivery,
    handler: MessageHandler,
    wanted: ReadonlySet<string>,
    lost: AbortSignal,
  ): Promise<void> {
    const type = readType(delivery.value);
    if (type !== undefined && !wanted.has(type)) return delivery.acknowledge();
    const parsed = parseEvent(delivery.value);
    if (!parsed.ok) {
      await this.deadLetters.setAside(delivery, parsed.error.code, null);
      return delivery.acknowledge();
    }
    if (!wanted.has(parsed.value.type)) return delivery.acknowledge();
    try {
      await this.invoke(handler, parsed.value, delivery, lost);
    } catch (error) {
      // The new owner of the partition gets the message too and decides about it.
      if (lost.aborted) throw error;
      await this.handleFailure(delivery, parsed.value, error);
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

  /** A retryable failure is repeated without limit: the bus holds this call back meanwhile. */
  private async handleFailure(delivery: Delivery, event: EarshotEvent, error: unknown): Promise<void> {
    const isRetryable = error instanceof Failure && error.retryable;
    const isFinal = error instanceof Failure && !error.retryable;
    const code = error instanceof Failure ? error.code : 'UNEXPECTED';
    this.log.warn(
      { err: error, callId: event.callId, type: event.type, code, attempt: delivery.attempt },
      'event handler failed',
    );
    if (isRetryable || (!isFinal && delivery.attempt < MAX_ATTEMPTS)) throw error;
    await this.deadLetters.setAside(delivery, code, event);
    delivery.acknowledge();
  }
}

const TYPE_FIELD = /"type":"([a-z.-]+)"/;

/** The type of a message, without parsing it. Our encoder writes it within the first 200 bytes. */
function readType(value: Uint8Array): string | undefined {
  if (value[0] === AUDIO_FRAME_MAGIC) return 'audio.frame';
  return TYPE_FIELD.exec(
    Buffer.from(value.buffer, value.byteOffset, Math.min(value.length, 200)).toString('latin1'),
  )?.[1];
}
