import { createHash } from 'node:crypto';
import { makeEvent, type CallId, type EventData } from '@earshot/contracts';
import type { Clock } from '@earshot/ports';
import type { EventPublisher } from '@earshot/runtime';
import { clientError } from '../../platform/graphql/client-error.js';

/** How long the client waits for a bus that does not answer. */
const PUBLISH_TIMEOUT_MS = 5_000;

/** Publishes requests to transcribe recorded audio. */
export class RequestPublisher {
  constructor(
    private readonly publisher: EventPublisher<'gateway'>,
    private readonly clock: Clock,
  ) {}

  /** The same spans make the same event id, so a client that repeats its request has them transcribed once. */
  async publishRequest(callId: CallId, request: EventData<'transcription.requested'>): Promise<void> {
    const id = `asked-${createHash('sha256').update(JSON.stringify(request.spans)).digest('hex').slice(0, 32)}`;
    const event = makeEvent('transcription.requested', callId, request, { id, occurredAtMs: this.clock.nowMs() });
    const publishing = this.publisher.publish('calls.lifecycle', event);
    let cancel = () => {};
    const tooLate = new Promise<never>((_resolve, reject) => {
      cancel = this.clock.schedule(PUBLISH_TIMEOUT_MS, () =>
        reject(clientError('BUS_UNAVAILABLE', 'The message bus does not answer. Try again later.')),
      );
    });
    await Promise.race([publishing, tooLate]).finally(cancel);
  }
}
