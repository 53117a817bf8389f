import { callIdSchema, type CallId } from '@earshot/contracts';
import type {
  CallSegmentsArgs,
  CategoryMatch,
  PageInfo,
  QueryCallsArgs,
  SegmentConnection,
} from '@earshot/graphql-api';
import type { CallReader, Page } from '@earshot/ports';
import type { Access, Viewer } from '../../access/access.js';
import type { GatewayMetrics } from '../../gateway.metrics.js';
import { MAX_SEGMENTS_PAGE, callQuery, page } from './call-query.js';
import { callToGraphql, matchToGraphql, segmentToGraphql, type CallSource } from './call-to-graphql.js';
import type { RequestReads } from './request-reads.js';

/** One GraphQL operation: who asks, and what it has read already. */
export interface OperationContext {
  readonly viewer: Viewer;
  readonly reads: RequestReads;
}

export interface CallConnectionSource {
  readonly nodes: readonly CallSource[];
  readonly pageInfo: PageInfo;
}

/** Answers the queries, within the page limits and within what the viewer may see. */
export class CallQueries {
  constructor(
    private readonly reader: CallReader,
    private readonly access: Access,
    private readonly metrics: GatewayMetrics,
  ) {}

  /** One read, however many calls. */
  list({ viewer }: OperationContext, args: QueryCallsArgs): Promise<CallConnectionSource> {
    return this.metrics.timed('calls', async () => {
      const query = callQuery(args);
      const found = await this.reader.calls({ ...query, filter: this.access.narrow(viewer, query.filter) });
      const visible = found.items.filter(({ item }) => this.access.maySeeCall(viewer, item.id));
      return { nodes: visible.map(({ item }) => callToGraphql(item)), pageInfo: pageInfo(found) };
    });
  }

  /** Null for a call that is not there, and for one that the viewer may not see. */
  one({ viewer }: OperationContext, id: string): Promise<CallSource | null> {
    return this.metrics.timed('call', async () => {
      const callId = callIdSchema.safeParse(id);
      if (!callId.success || !this.access.maySeeCall(viewer, callId.data)) return null;
      const [view] = await this.reader.callsById([callId.data]);
      return view ? callToGraphql(view) : null;
    });
  }

  segments({ viewer, reads }: OperationContext, id: string, args: CallSegmentsArgs): Promise<SegmentConnection> {
    const wanted = page(args, MAX_SEGMENTS_PAGE);
    const callId = id as CallId;
    if (!this.access.maySeeCall(viewer, callId)) return Promise.resolve(NO_SEGMENTS);
    const question = JSON.stringify(['segments', id, wanted.first, wanted.after]);
    return reads.once(question, () =>
      this.metrics.timed('segments', async () => {
        const found = await this.reader.segments(callId, wanted);
        return { nodes: found.items.map(({ item }) => segmentToGraphql(item)), pageInfo: pageInfo(found) };
      }),
    );
  }

  async categoryMatches({ viewer, reads }: OperationContext, id: string): Promise<readonly CategoryMatch[]> {
    const callId = id as CallId;
    if (!this.access.maySeeCall(viewer, callId)) return [];
    return reads.once(JSON.stringify(['matches', id]), () =>
      this.metrics.timed('categoryMatches', async () =>
        (await this.reader.categoryMatches(callId)).map(matchToGraphql),
      ),
    );
  }
}

const NO_SEGMENTS: SegmentConnection = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };

const pageInfo = (found: Page<unknown>): PageInfo => ({
  hasNextPage: found.hasNextPage,
  endCursor: found.items.at(-1)?.cursor ?? null,
});
