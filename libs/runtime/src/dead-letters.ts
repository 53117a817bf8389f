import { callIdSchema, encodeEvent, makeEvent, type EarshotEvent, type ServiceName } from '@earshot/contracts';
import type { Delivery } from '@earshot/ports';
import type { ProcessContext } from './process-context.js';

/** Sets a message aside that a stage cannot process, and tells the call about it. */
export class DeadLetters {
  private readonly counter;

  constructor(
    private readonly service: ServiceName,
    private readonly process: ProcessContext,
  ) {
    this.counter = process.metrics.counter('earshot_dead_letters_total', 'Messages a stage gave up on', ['stage', 'code']);
  }

  /** `event` is null when the message could not even be read. */
  async add(delivery: Delivery, code: string, event: EarshotEvent | null): Promise<void> {
    const { bus, clock, newId, logger } = this.process;
    const stage = this.service;
    this.counter.add(1, { stage, code });
    logger.error({ service: stage, topic: delivery.topic, code, attempts: delivery.attempt }, 'message set aside');
    const callId = event?.callId ?? callIdSchema.safeParse(delivery.key).data;
    if (callId === undefined) return;
    const stamp = () => ({ id: newId(), occurredAtMs: clock.nowMs() });
    const message = Buffer.from(delivery.value).toString('base64');
    const letter = { stage, topic: delivery.topic, code, attempts: delivery.attempt, message };
    await bus.publish('calls.dead', callId, encodeEvent(makeEvent('dead.letter', callId, letter, stamp())));
    // A failure to record a failure must not report itself for ever.
    if (event?.type === 'processing.failed') return;
    const problem = { stage, code, message: `A ${event?.type ?? 'message'} could not be processed and was set aside.` };
    await bus.publish('calls.lifecycle', callId, encodeEvent(makeEvent('processing.failed', callId, problem, stamp())));
  }
}
