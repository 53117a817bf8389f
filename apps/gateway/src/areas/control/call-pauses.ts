import type { EventData, PauseReason } from '@earshot/contracts';
import { answerWithin, type Clock } from '@earshot/ports';
import type { EventPublisher } from '@earshot/runtime';
import type { ReachedCalls } from '../../access/reached-calls.js';
import { clientError } from '../../platform/graphql/client-error.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { callToGraphql, type CallSource } from '../calls/calls.to-graphql.js';

/** How long the client waits for a bus that does not answer. */
const PUBLISH_TIMEOUT_MS = 5_000;

type Action = EventData<'call.pause-requested'>['action'];
const operations: Readonly<Record<Action, string>> = { PAUSE: 'pauseCall', RESUME: 'resumeCall' };

const reasonDetails: Readonly<Record<PauseReason, string>> = {
  PAYMENT: 'ForPayment',
  IDENTITY: 'ForIdentity',
  CONSENT: 'ForConsent',
  OTHER: 'ForOtherReason',
};

/** Asks ingest to pause calls and to let them go on. */
export class CallPauses {
  constructor(
    private readonly calls: ReachedCalls,
    private readonly publisher: EventPublisher<'gateway'>,
    private readonly clock: Clock,
  ) {}

  /**
   * Resolves when the bus has the request; the call says later that it is paused. The request is recorded before it is sent, with
   * its reason: `pauseCallForPayment`.
   * Throws `CALL_NOT_FOUND`, `FORBIDDEN`, `CALL_IS_OVER` or `BUS_UNAVAILABLE`.
   */
  async requestPause(
    context: OperationContext,
    id: string,
    action: Action,
    reason?: PauseReason | null,
  ): Promise<CallSource> {
    const operation = operations[action];
    const refusal = 'You may see this call, but not pause it.';
    const { call } = await this.calls.requireCall(context, id, { right: 'CONTROL', operation, refusal });
    if (call.status !== 'LIVE' || call.endedAtMs !== null) throw clientError('CALL_IS_OVER', 'The call has ended.');
    const detail = reason ? operation + reasonDetails[reason] : operation;
    await context.audit.record('MANAGE', { callId: call.id, details: [detail] });
    const { key: principal, subject } = context.viewer;
    const request = { action, ...(reason && { reason }), requestedBy: { principal, subject } };
    await answerWithin(this.clock, PUBLISH_TIMEOUT_MS, () =>
      this.publisher.emit('calls.control', 'call.pause-requested', call.id, request),
    ).catch(() => {
      throw clientError('BUS_UNAVAILABLE', 'The message bus does not answer. The call is as it was. Try again.');
    });
    return callToGraphql(call);
  }
}
