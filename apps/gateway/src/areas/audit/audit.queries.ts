import type { CallId } from '@earshot/contracts';
import { may } from '@earshot/domain';
import type { AuditEntry, CallAccess, PageInfo, QueryAuditTrailArgs } from '@earshot/graphql-api';
import type { AuditFilter, AuditReader } from '@earshot/ports';
import { givenNames } from '../../audit/given-names.js';
import type { GatewayMetrics } from '../../platform/gateway-metrics.js';
import { checkText } from '../../platform/graphql/check-text.js';
import { clientError } from '../../platform/graphql/client-error.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { pageInfoOf, parsePage } from '../../platform/graphql/paging.js';
import { accessToGraphql, entryToGraphql } from './audit.to-graphql.js';

export interface AuditPage {
  readonly nodes: readonly AuditEntry[];
  readonly pageInfo: PageInfo;
}

export const MAX_AUDIT_PAGE = 100;
const DETAIL = 'auditTrail';

/** Reads the audit for viewers who may. Reading it is recorded, too. */
export class VisibleAudit {
  constructor(
    private readonly reader: AuditReader,
    private readonly metrics: GatewayMetrics,
  ) {}

  /** Throws `FORBIDDEN`, `PAGE_TOO_LARGE`, `BAD_INPUT` or `BAD_CURSOR`. */
  async listEntries({ viewer, audit }: OperationContext, args: QueryAuditTrailArgs): Promise<AuditPage> {
    const query = { ...parsePage(args, MAX_AUDIT_PAGE), filter: toFilter(args.filter ?? {}) };
    if (!may(viewer, 'AUDIT')) {
      await audit.record('REFUSED', { details: [DETAIL] });
      throw clientError('FORBIDDEN', 'You may not read the audit.');
    }
    const page = await this.metrics.timeRead(DETAIL, () => this.reader.listEntries(viewer.tenant, query));
    await audit.record('LIST', { details: [DETAIL, ...givenNames(args.filter)] });
    return { nodes: page.items.map(({ item }) => entryToGraphql(item)), pageInfo: pageInfoOf(page) };
  }

  /** Null for a viewer who may not read the audit. */
  async listCallAccesses({ viewer, reads, audit }: OperationContext, id: string): Promise<CallAccess[] | null> {
    if (!may(viewer, 'AUDIT')) return null;
    const callId = id as CallId;
    const read = () => this.metrics.timeRead('lookedAtBy', () => this.reader.listCallAccesses(viewer.tenant, callId));
    const accesses = await reads.readOnce(JSON.stringify(['lookedAtBy', id]), read);
    await audit.record('READ', { callId, details: ['lookedAtBy'] });
    return accesses.map(accessToGraphql);
  }
}

function toFilter({ callId, subject, action, from, to }: NonNullable<QueryAuditTrailArgs['filter']>): AuditFilter {
  return {
    ...(callId ? { callId: checkText('callId', callId) } : {}),
    ...(subject ? { subject: checkText('subject', subject) } : {}),
    ...(action ? { action } : {}),
    ...(from ? { fromMs: Date.parse(from) } : {}),
    ...(to ? { toMs: Date.parse(to) } : {}),
  };
}
