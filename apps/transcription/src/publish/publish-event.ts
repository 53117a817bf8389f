import type { CallId, ErrorCode } from '@earshot/contracts';
import { backoffMs } from '@earshot/domain';
import type { Clock, Logger } from '@earshot/ports';
import { deliverEvent, type DeliveryOutcome } from '@earshot/runtime';

export interface PublishOptions {
  readonly callId: CallId;
  readonly clock: Clock;
  readonly logger: Logger;
}

const PUBLISH_BACKOFF = { firstMs: 100, maxMs: 5_000 };

/** Publishes one event of a call until the bus has it, refuses it for good or is closed, or `signal` is aborted. */
export async function publishEvent(
  publish: () => Promise<void>,
  { callId, clock, logger }: PublishOptions,
  signal: AbortSignal = new AbortController().signal,
): Promise<DeliveryOutcome['outcome']> {
  const logFailure = (code: ErrorCode) => logger.warn({ callId, code }, 'a transcript event could not be published');
  const delivery = await deliverEvent(publish, {
    clock,
    signal,
    pauseMs: (failures) => backoffMs(failures, PUBLISH_BACKOFF),
    onRetry: ({ code }) => logFailure(code),
  });
  if (delivery.outcome === 'REFUSED') logFailure(delivery.code);
  if (delivery.outcome === 'BUS_CLOSED') logFailure('BUS_CLOSED');
  return delivery.outcome;
}
