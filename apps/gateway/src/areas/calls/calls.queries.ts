import type { CallId } from '@earshot/contracts';
import type { PageInfo, QueryCallsArgs } from '@earshot/graphql-api';
import type { CallReader } from '@earshot/ports';
import type { Access } from '../../access/access.js';
import type { ReachedCalls } from '../../access/reached-calls.js';
import { givenNames } from '../../audit/given-names.js';
import type { GatewayMetrics } from '../../platform/gateway-metrics.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { pageInfoOf } from '../../platform/graphql/paging.js';
import { toStoreQuery } from './calls.arguments.js';
import {
  callToGraphql,
  categoryMatchToGraphql,
  type CallSource,
  type CategoryMatchSource,
} from './calls.to-graphql.js';

export interface CallPage {
  readonly nodes: readonly CallSource[];
  readonly pageInfo: PageInfo;
}

const NO_CALLS: CallPage = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };

/** Reads the calls that a viewer may see. */
export class VisibleCalls {
  constructor(
    private readonly reader: CallReader,
    private readonly access: Access,
    private readonly reachedCalls: ReachedCalls,
    private readonly metrics: GatewayMetrics,
  ) {}

  /** Reads a page of calls with one query, however large the page is. */
  listCalls({ viewer, audit }: OperationContext, args: QueryCallsArgs): Promise<CallPage> {
    return this.metrics.timeRead('calls', async () => {
      const query = toStoreQuery(args, { searchesNumbers: this.access.mayOnAll(viewer, 'SEE_NUMBERS') });
      const scope = this.access.scopeOf(viewer, 'READ');
      const details = ['calls', ...givenNames(args.filter)];
      if (scope === null) {
        await audit.record('REFUSED', { details });
        return NO_CALLS;
      }
      const page = await this.reader.calls(scope, query);
      await audit.record(query.filter.text === undefined ? 'LIST' : 'SEARCH', { details });
      return { nodes: page.items.map(({ item }) => callToGraphql(item)), pageInfo: pageInfoOf(page) };
    });
  }

  /** Null for a call that does not exist or that the viewer may not see. */
  findCall({ viewer, audit }: OperationContext, id: string): Promise<CallSource | null> {
    return this.metrics.timeRead('call', async () => {
      const view = (await this.reachedCalls.findCall(viewer, 'READ', id))?.call ?? null;
      const details = ['call'];
      await (view === null
        ? audit.record('REFUSED', { askedId: id, details })
        : audit.record('READ', { callId: view.id, details }));
      return view && callToGraphql(view);
    });
  }

  async listCategoryMatches({ viewer, reads }: OperationContext, id: string): Promise<readonly CategoryMatchSource[]> {
    const callId = id as CallId;
    const scope = this.access.scopeOf(viewer, 'READ');
    if (scope === null) return [];
    return reads.readOnce(JSON.stringify(['categoryMatches', id]), () =>
      this.metrics.timeRead('categoryMatches', async () =>
        (await this.reader.categoryMatches(scope, callId)).map((match) => categoryMatchToGraphql(callId, match)),
      ),
    );
  }
}
