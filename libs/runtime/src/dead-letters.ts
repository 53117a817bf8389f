import { createHash } from 'node:crypto';
import {
  callIdSchema,
  encodeEvent,
  makeEvent,
  MAX_DEAD_KEY_CHARS,
  MAX_EVENT_BYTES,
  NO_CALL_ID,
  type CallId,
  type EarshotEvent,
  type ErrorCode,
  type EventData,
  type ServiceName,
} from '@earshot/contracts';
import { Failure, type Delivery } from '@earshot/ports';
import type { ProcessContext } from './process-context.js';

/** Room for what a broker adds to a message before it measures it. */
const SPARE_BYTES = 1_024;
const MAX_CODE_CHARS = 64;
/** What no version can read is kept for looking at: a flood of noise must not fill the one partition of the letters. */
const MAX_NOISE_BYTES = 65_536;

/** Sets a message aside that a stage cannot process, and tells the call about it. */
export class DeadLetters {
  private readonly counter;

  constructor(
    private readonly service: ServiceName,
    private readonly process: ProcessContext,
  ) {
    this.counter = process.metrics.counter('earshot_dead_letters_total', 'Messages a stage gave up on', [
      'stage',
      'code',
    ]);
  }

  /**
   * Resolves when the message is kept elsewhere and may be acknowledged. `event` is null when it could not even be read.
   */
  async add(delivery: Delivery, code: ErrorCode, event: EarshotEvent | null): Promise<void> {
    const { logger } = this.process;
    const { topic, attempt } = delivery;
    const stage = this.service;
    this.counter.add(1, { stage, code });
    logger.error({ service: stage, topic, code, attempts: attempt }, 'message set aside');
    // A letter that cannot be kept must not become a letter about itself, for ever.
    if (event?.type === 'dead.letter') return;
    const callId = event?.callId ?? callIdSchema.safeParse(delivery.key).data ?? NO_CALL_ID;
    const shortCode = code.slice(0, MAX_CODE_CHARS);
    await this.keep(delivery, callId, shortCode);
    // A failure to record a failure must not report itself for ever.
    if (callId === NO_CALL_ID || event?.type === 'processing.failed') return;
    await this.tell(callId, shortCode, event?.type ?? 'message');
  }

  private async keep(delivery: Delivery, callId: CallId, code: string): Promise<void> {
    const { bus, clock } = this.process;
    const { topic, key, value, attempt } = delivery;
    const head = {
      stage: this.service,
      topic,
      code,
      attempts: attempt,
      ...(key === callId ? {} : { key: key.slice(0, MAX_DEAD_KEY_CHARS) }),
    };
    const stamp = { id: letterId(this.service, delivery), occurredAtMs: clock.nowMs() };
    const encode = (data: EventData<'dead.letter'>) => encodeEvent(makeEvent('dead.letter', callId, data, stamp));
    const room = MAX_EVENT_BYTES - SPARE_BYTES - encode({ ...head, message: '', isCut: true }).length;
    const letterWith = (bytes: Uint8Array) => {
      const isCut = bytes.length < value.length || key.length > MAX_DEAD_KEY_CHARS;
      return encode({ ...head, message: Buffer.from(bytes).toString('base64'), ...(isCut ? { isCut } : {}) });
    };
    try {
      const most = code === 'EVENT_NOT_JSON' ? MAX_NOISE_BYTES : Math.floor(room / 4) * 3;
      await bus.publish('calls.dead', callId, letterWith(value.subarray(0, most)));
    } catch (error) {
      // A message that is too large for the letter would come again and again.
      if (!(error instanceof Failure) || error.code !== 'BUS_MESSAGE_TOO_LARGE') throw error;
      await bus.publish('calls.dead', callId, letterWith(new Uint8Array(0)));
    }
  }

  private async tell(callId: CallId, code: string, what: string): Promise<void> {
    const { bus, clock, newId } = this.process;
    const problem = { stage: this.service, code, message: `A ${what} could not be processed and was set aside.` };
    const stamp = { id: newId(), occurredAtMs: clock.nowMs() };
    await bus.publish('calls.lifecycle', callId, encodeEvent(makeEvent('processing.failed', callId, problem, stamp)));
  }
}

/** The same for the same message: one that is set aside twice, or dies again when it was given back, stays one letter. */
function letterId(stage: string, { topic, key, value }: Delivery): string {
  const hash = createHash('sha256').update(JSON.stringify([stage, topic, key]));
  return hash.update(value).digest('hex').slice(0, 32);
}
