import type { CallId, Result } from '@earshot/contracts';
import { may, type RowScope } from '@earshot/domain';
import type { LegalHold } from '@earshot/graphql-api';
import type { CallKeeping, CallReader, Clock } from '@earshot/ports';
import { clientError } from '../../platform/graphql/client-error.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { callToGraphql, type CallSource } from '../calls/calls.to-graphql.js';
import { checkReason } from './check-reason.js';
import type { ManagedCalls } from './managed-calls.js';

type Change = (scope: RowScope, callId: CallId) => Promise<Result<void, 'CALL_NOT_FOUND'>>;

/** Decides for single calls how long they are kept. Each change is recorded before it happens. */
export class KeptCalls {
  constructor(
    private readonly store: CallKeeping,
    private readonly managedCalls: ManagedCalls,
    private readonly reader: CallReader,
    private readonly clock: Clock,
  ) {}

  /** Throws `CALL_NOT_FOUND`, `FORBIDDEN` or `BAD_INPUT`. */
  async setHold(context: OperationContext, id: string, reason: string): Promise<CallSource> {
    const { key: principal, subject } = context.viewer;
    // First: the audit must not have a hold that was never set.
    const order = { principal, subject, reason: checkReason(reason), atMs: this.clock.nowMs() };
    return this.change(context, id, 'setLegalHold', (scope, callId) => this.store.setHold(scope, callId, order));
  }

  /** Throws `CALL_NOT_FOUND` or `FORBIDDEN`. */
  releaseHold(context: OperationContext, id: string): Promise<CallSource> {
    return this.change(context, id, 'releaseLegalHold', (scope, callId) => this.store.releaseHold(scope, callId));
  }

  /** Throws `CALL_NOT_FOUND` or `FORBIDDEN`. */
  setRetention(context: OperationContext, id: string, retainUntil: string | null): Promise<CallSource> {
    const retainUntilMs = retainUntil === null ? null : Date.parse(retainUntil);
    return this.change(context, id, 'setCallRetention', (scope, callId) =>
      this.store.setRetention(scope, callId, retainUntilMs),
    );
  }

  /** Why a call is held is for those who manage. */
  showHold({ legalHold }: Pick<CallSource, 'legalHold'>, { viewer }: OperationContext): LegalHold | null {
    if (!legalHold || may(viewer, 'MANAGE')) return legalHold ?? null;
    return { ...legalHold, reason: null };
  }

  private async change(context: OperationContext, id: string, operation: string, change: Change): Promise<CallSource> {
    const { callId, scope } = await this.managedCalls.findCall(context, id, operation);
    await context.audit.record('MANAGE', { callId, details: [operation] });
    const changed = await change(scope, callId);
    const [call] = await this.reader.callsById(scope, [callId]);
    if (changed.ok && call) return callToGraphql(call);
    throw clientError('CALL_NOT_FOUND', 'There is no such call.');
  }
}
