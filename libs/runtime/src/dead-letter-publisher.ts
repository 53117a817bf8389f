import {
  callIdSchema,
  encodeEvent,
  makeEvent,
  MAX_DEAD_KEY_CHARS,
  MAX_EVENT_BYTES,
  NO_CALL_ID,
  type CallId,
  type EarshotEvent,
  type EventData,
  type ServiceName,
} from '@earshot/contracts';
import { Failure, type Delivery, type Sealer } from '@earshot/ports';
import type { ProcessContext } from './process-context.js';
import { describeDeadLetter, findDeadLetterId } from './seal-dead-letter.js';

/** Brokers add bytes to a message before they measure it. */
const SPARE_BYTES = 1_024;
const MAX_CODE_CHARS = 64;
/** Limit for bytes that are not an event at all: a flood of them must not fill the only partition of `calls.dead`. */
const MAX_NOT_JSON_BYTES = 65_536;

/** A message that cannot be processed: of a topic, or of a stream that other programs write. */
export type DeadMessage = Pick<Delivery, 'key' | 'value' | 'attempt'> & { readonly topic: string };

/** Publishes a message that a stage cannot process as a dead letter, sealed, and reports the problem to its call. */
export class DeadLetterPublisher {
  private readonly counter;

  constructor(
    private readonly service: ServiceName,
    private readonly process: ProcessContext,
    private readonly sealer: Sealer,
  ) {
    this.counter = process.metrics.counter('earshot_dead_letters_total', 'Messages a stage gave up on', [
      'stage',
      'code',
    ]);
  }

  /**
   * Resolves when the bus has the dead letter: the message may then be acknowledged. `code`: of one of the error tables. `event` is
   * null if it cannot be read.
   */
  async setAside(delivery: DeadMessage, code: string, event: EarshotEvent | null): Promise<void> {
    const { logger } = this.process;
    const { topic, attempt } = delivery;
    const stage = this.service;
    this.counter.add(1, { stage, code });
    logger.error({ service: stage, topic, code, attempts: attempt }, 'message set aside as a dead letter');
    // A dead letter that persistence cannot store must not become another dead letter, without end.
    if (event?.type === 'dead.letter') return;
    const callId = event?.callId ?? callIdSchema.safeParse(delivery.key).data ?? NO_CALL_ID;
    const shortCode = code.slice(0, MAX_CODE_CHARS);
    await this.publishLetter(delivery, callId, shortCode);
    // A report that cannot be processed must not be reported again, without end.
    if (callId === NO_CALL_ID || event?.type === 'processing.failed') return;
    await this.reportToCall(callId, shortCode, event?.type ?? 'message');
  }

  private async publishLetter(delivery: DeadMessage, callId: CallId, code: string): Promise<void> {
    const { bus, clock } = this.process;
    const { sealer, service: stage } = this;
    const { topic, value, attempt } = delivery;
    const key = delivery.key.slice(0, MAX_DEAD_KEY_CHARS);
    const isKeyCut = key.length < delivery.key.length;
    const head = { stage, topic, code, attempts: attempt, ...(delivery.key === callId ? {} : { key }) };
    const id = await findDeadLetterId(sealer, { stage, topic, key: delivery.key }, value);
    const encode = (data: EventData<'dead.letter'>) =>
      encodeEvent(makeEvent('dead.letter', callId, data, { id, occurredAtMs: clock.nowMs() }));
    const letterWith = async (bytes: Uint8Array) => {
      const sealed = await sealer.seal(bytes, describeDeadLetter({ id, stage, topic, key }));
      const message = { message: Buffer.from(sealed).toString('base64'), isSealed: true, messageBytes: bytes.length };
      return encode({ ...head, ...message, ...(isKeyCut || bytes.length < value.length ? { isCut: true } : {}) });
    };
    const emptyLetter = { ...head, message: '', isSealed: true, messageBytes: value.length, isCut: true };
    const base64Bytes = MAX_EVENT_BYTES - SPARE_BYTES - encode(emptyLetter).length;
    // Base64 turns three bytes into four characters.
    const fittingBytes = Math.floor(base64Bytes / 4) * 3 - sealer.maxOverheadBytes;
    const maxBytes = code === 'EVENT_NOT_JSON' ? MAX_NOT_JSON_BYTES : fittingBytes;
    try {
      await bus.publish('calls.dead', callId, await letterWith(value.subarray(0, maxBytes)));
    } catch (error) {
      // This broker takes smaller messages. Without a letter the bus would deliver the message again and again.
      if (!(error instanceof Failure) || error.code !== 'BUS_MESSAGE_TOO_LARGE') throw error;
      await bus.publish('calls.dead', callId, await letterWith(new Uint8Array(0)));
    }
  }

  private async reportToCall(callId: CallId, code: string, what: string): Promise<void> {
    const { bus, clock, newId } = this.process;
    const problem = { stage: this.service, code, message: `A ${what} could not be processed and was set aside.` };
    const stamp = { id: newId(), occurredAtMs: clock.nowMs() };
    await bus.publish('calls.lifecycle', callId, encodeEvent(makeEvent('processing.failed', callId, problem, stamp)));
  }
}
