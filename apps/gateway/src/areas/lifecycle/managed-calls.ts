import { callIdSchema, type CallId } from '@earshot/contracts';
import type { Principal, Right, RowScope } from '@earshot/domain';
import type { CallReader } from '@earshot/ports';
import type { Access } from '../../access/access.js';
import { clientError } from '../../platform/graphql/client-error.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';

/** A call that the viewer may manage. */
export interface ManagedCall {
  readonly callId: CallId;
  readonly scope: RowScope;
}

/** Finds the calls on which a viewer has the right to manage. */
export class ManagedCalls {
  constructor(
    private readonly reader: CallReader,
    private readonly access: Access,
  ) {}

  /** `operation`: the name of the mutation, for the audit. Throws `CALL_NOT_FOUND` or `FORBIDDEN`. */
  async findCall({ viewer, audit }: OperationContext, id: string, operation: string): Promise<ManagedCall> {
    const managed = await this.findWithRight(viewer, 'MANAGE', id);
    if (managed !== null) return managed;
    const isVisible = (await this.findWithRight(viewer, 'READ', id)) !== null;
    await audit.record('REFUSED', { askedId: id, details: [operation] });
    if (!isVisible) throw clientError('CALL_NOT_FOUND', 'There is no such call.');
    throw clientError('FORBIDDEN', 'You may see this call, but not manage it.');
  }

  private async findWithRight(viewer: Principal, right: Right, id: string): Promise<ManagedCall | null> {
    const callId = callIdSchema.safeParse(id);
    const scope = this.access.scopeOf(viewer, right);
    if (!callId.success || scope === null) return null;
    const [call] = await this.reader.callsById(scope, [callId.data]);
    return call ? { callId: callId.data, scope } : null;
  }
}
