import { Inject } from '@nestjs/common';
import { Args, Context, Parent, ResolveField, Subscription } from '@nestjs/graphql';
import type { CallSegmentsArgs } from '@earshot/graphql-api';
import type { SegmentView } from '@earshot/ports';
import { AreaResolver } from '../../platform/graphql/area.resolver.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { SegmentFeed } from './segments.feed.js';
import { VisibleSegments } from './segments.queries.js';
import { segmentToGraphql } from './segments.to-graphql.js';

@AreaResolver('Call')
export class SegmentsResolver {
  constructor(
    @Inject(VisibleSegments) private readonly visibleSegments: VisibleSegments,
    @Inject(SegmentFeed) private readonly feed: SegmentFeed,
  ) {}

  @ResolveField('segments')
  listSegments(
    @Parent() call: { readonly id: string },
    @Context() context: OperationContext,
    @Args() args: CallSegmentsArgs,
  ) {
    return this.visibleSegments.listSegments(context, call.id, args);
  }

  @Subscription('segmentChanged', { resolve: (segment: SegmentView) => segmentToGraphql(segment) })
  async subscribeToSegments(@Context() { viewer, audit, backlog }: OperationContext, @Args('callId') callId: string) {
    await audit.record('SUBSCRIBE', { askedId: callId, details: ['segments'] });
    await this.feed.prepareCall(callId);
    return this.feed.subscribe(viewer, callId, backlog);
  }
}
