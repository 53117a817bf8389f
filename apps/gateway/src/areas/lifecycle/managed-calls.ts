import type { CallId } from '@earshot/contracts';
import type { RowScope } from '@earshot/domain';
import type { ReachedCalls } from '../../access/reached-calls.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';

/** A call that the viewer may manage. */
export interface ManagedCall {
  readonly callId: CallId;
  readonly scope: RowScope;
}

/** Finds the calls on which a viewer has the right to manage. */
export class ManagedCalls {
  constructor(private readonly calls: ReachedCalls) {}

  /** `operation`: the name of the mutation, for the audit. Throws `CALL_NOT_FOUND` or `FORBIDDEN`. */
  async findCall(context: OperationContext, id: string, operation: string): Promise<ManagedCall> {
    const refusal = 'You may see this call, but not manage it.';
    const { call, scope } = await this.calls.requireCall(context, id, { right: 'MANAGE', operation, refusal });
    return { callId: call.id, scope };
  }
}
