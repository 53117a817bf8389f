import type { CallId } from '@earshot/contracts';
import type { CallSegmentsArgs, PageInfo } from '@earshot/graphql-api';
import type { CallReader } from '@earshot/ports';
import type { Access } from '../../access/access.js';
import type { GatewayMetrics } from '../../platform/gateway-metrics.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { pageInfoOf, parsePage } from '../../platform/graphql/paging.js';
import { segmentToGraphql, type SegmentSource } from './segments.to-graphql.js';

export interface SegmentPage {
  readonly nodes: readonly SegmentSource[];
  readonly pageInfo: PageInfo;
}

export const MAX_SEGMENTS_PAGE = 500;

const NO_SEGMENTS: SegmentPage = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };

/** Reads the final segments of the calls that a viewer may see. */
export class VisibleSegments {
  constructor(
    private readonly reader: CallReader,
    private readonly access: Access,
    private readonly metrics: GatewayMetrics,
  ) {}

  /** Throws `PAGE_TOO_LARGE`, `BAD_INPUT` or `BAD_CURSOR`. */
  listSegments({ viewer, reads, audit }: OperationContext, id: string, args: CallSegmentsArgs): Promise<SegmentPage> {
    const page = parsePage(args, MAX_SEGMENTS_PAGE);
    const callId = id as CallId;
    const scope = this.access.scopeOf(viewer, 'READ');
    if (scope === null) return Promise.resolve(NO_SEGMENTS);
    return reads.readOnce(JSON.stringify(['segments', id, page.first, page.after]), () =>
      this.metrics.timeRead('segments', async () => {
        const found = await this.reader.segments(scope, callId, page);
        await audit.record('READ', { callId, details: ['segments'] });
        return { nodes: found.items.map(({ item }) => segmentToGraphql(item)), pageInfo: pageInfoOf(found) };
      }),
    );
  }
}
