import type { Erasure, PageInfo, QueryErasuresArgs } from '@earshot/graphql-api';
import type { CallErasures, Clock } from '@earshot/ports';
import { requireManager } from '../../audit/managed-change.js';
import type { GatewayMetrics } from '../../platform/gateway-metrics.js';
import { clientError } from '../../platform/graphql/client-error.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { pageInfoOf, parsePage } from '../../platform/graphql/paging.js';
import { checkReason } from './check-reason.js';
import { erasureToGraphql } from './lifecycle.to-graphql.js';
import type { ManagedCalls } from './managed-calls.js';

export const MAX_ERASURE_PAGE = 100;

export interface ErasurePage {
  readonly nodes: readonly Erasure[];
  readonly pageInfo: PageInfo;
}

/** Erases calls, and shows the proofs. */
export class Erasures {
  constructor(
    private readonly store: CallErasures,
    private readonly managedCalls: ManagedCalls,
    private readonly clock: Clock,
    private readonly metrics: GatewayMetrics,
  ) {}

  /** Throws `CALL_NOT_FOUND`, `FORBIDDEN`, `CALL_HELD` or `BAD_INPUT`. It is recorded before it happens. */
  async eraseCall(context: OperationContext, id: string, reason: string): Promise<Erasure> {
    const { viewer, audit } = context;
    const { callId, scope } = await this.managedCalls.findCall(context, id, 'eraseCall');
    const order = { principal: viewer.key, subject: viewer.subject, reason: checkReason(reason) };
    await audit.record('MANAGE', { callId, details: ['eraseCall'] });
    const erased = await this.store.requestErasure(scope, callId, { ...order, atMs: this.clock.nowMs() });
    if (erased.ok) return erasureToGraphql(erased.value);
    if (erased.error === 'CALL_NOT_FOUND') throw clientError('CALL_NOT_FOUND', 'There is no such call.');
    throw clientError('CALL_HELD', 'A legal hold keeps this call. Release the hold first.');
  }

  /** Throws `FORBIDDEN`, `PAGE_TOO_LARGE` or `BAD_CURSOR`. */
  async listErasures(context: OperationContext, args: QueryErasuresArgs): Promise<ErasurePage> {
    const page = parsePage(args, MAX_ERASURE_PAGE);
    await requireManager(context, 'erasures', 'You may not see what was erased.');
    const { viewer, audit } = context;
    const found = await this.metrics.timeRead('erasures', () => this.store.listErasures(viewer.tenant, page));
    await audit.record('LIST', { details: ['erasures'] });
    return { nodes: found.items.map(({ item }) => erasureToGraphql(item)), pageInfo: pageInfoOf(found) };
  }
}
