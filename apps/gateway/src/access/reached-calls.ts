import { callIdSchema } from '@earshot/contracts';
import type { Principal, Right, RowScope } from '@earshot/domain';
import type { CallReader, CallView } from '@earshot/ports';
import { clientError } from '../platform/graphql/client-error.js';
import type { OperationContext } from '../platform/graphql/operation-context.js';
import type { Access } from './access.js';

/** A call on which a viewer has a right, and all calls on which the viewer has it. */
export interface ReachedCall {
  readonly call: CallView;
  readonly scope: RowScope;
}

/** What a viewer wants to do with one call. */
export interface WantedCall {
  readonly right: Right;
  /** The name of the mutation, for the audit. */
  readonly operation: string;
  /** What a viewer reads who may see the call and no more. */
  readonly refusal: string;
}

/** Finds single calls for viewers, by what they may do with them. */
export class ReachedCalls {
  constructor(
    private readonly reader: Pick<CallReader, 'callsById'>,
    private readonly access: Access,
  ) {}

  /** Null for a call that does not exist, or on which the viewer does not have the right. */
  async findCall(viewer: Principal, right: Right, id: string): Promise<ReachedCall | null> {
    const callId = callIdSchema.safeParse(id);
    const scope = this.access.scopeOf(viewer, right);
    if (!callId.success || scope === null) return null;
    const [call] = await this.reader.callsById(scope, [callId.data]);
    return call ? { call, scope } : null;
  }

  /** Throws `CALL_NOT_FOUND` or `FORBIDDEN`, and records it. */
  async requireCall({ viewer, audit }: OperationContext, id: string, wanted: WantedCall): Promise<ReachedCall> {
    const { right, operation, refusal } = wanted;
    const reached = await this.findCall(viewer, right, id);
    if (reached !== null) return reached;
    const isVisible = (await this.findCall(viewer, 'READ', id)) !== null;
    await audit.record('REFUSED', { askedId: id, details: [operation] });
    throw isVisible ? clientError('FORBIDDEN', refusal) : clientError('CALL_NOT_FOUND', 'There is no such call.');
  }
}
