import type { QueryAgentsArgs } from '@earshot/graphql-api';
import type { CallReader } from '@earshot/ports';
import type { Access } from '../../access/access.js';
import type { GatewayMetrics } from '../../platform/gateway-metrics.js';
import { checkText } from '../../platform/graphql/check-text.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { parsePage } from '../../platform/graphql/paging.js';

const MAX_AGENTS = 50;

/** Finds the agents of the calls that a viewer may see. */
export class VisibleAgents {
  constructor(
    private readonly reader: Pick<CallReader, 'agents'>,
    private readonly access: Access,
    private readonly metrics: GatewayMetrics,
  ) {}

  /** Throws `PAGE_TOO_LARGE` or `BAD_INPUT`. */
  async listAgents(
    { viewer, audit }: OperationContext,
    { prefix, first }: QueryAgentsArgs,
  ): Promise<readonly string[]> {
    const query = { prefix: checkText('prefix', prefix).trim(), first: parsePage({ first }, MAX_AGENTS).first };
    const scope = this.access.scopeOf(viewer, 'READ');
    await audit.record(scope === null ? 'REFUSED' : 'LIST', { details: ['agents'] });
    if (scope === null) return [];
    return this.metrics.timeRead('agents', () => this.reader.agents(scope, { ...query, filter: {} }));
  }
}
