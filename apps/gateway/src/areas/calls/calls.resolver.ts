import { Inject } from '@nestjs/common';
import { Args, Context, Parent, Query, ResolveField, Subscription } from '@nestjs/graphql';
import type { QueryCallsArgs } from '@earshot/graphql-api';
import type { CallView } from '@earshot/ports';
import { AreaResolver } from '../../platform/graphql/area.resolver.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { CallFeed } from './calls.feed.js';
import { VisibleCalls } from './calls.queries.js';
import { callToGraphql, type CallSource } from './calls.to-graphql.js';

@AreaResolver('Call')
export class CallsResolver {
  constructor(
    @Inject(VisibleCalls) private readonly visibleCalls: VisibleCalls,
    @Inject(CallFeed) private readonly feed: CallFeed,
  ) {}

  @Query('calls')
  listCalls(@Context() context: OperationContext, @Args() args: QueryCallsArgs) {
    return this.visibleCalls.listCalls(context, args);
  }

  @Query('call')
  findCall(@Context() context: OperationContext, @Args('id') id: string) {
    return this.visibleCalls.findCall(context, id);
  }

  @ResolveField('categoryMatches')
  listCategoryMatches(@Parent() call: CallSource, @Context() context: OperationContext) {
    return this.visibleCalls.listCategoryMatches(context, call.id);
  }

  @Subscription('callChanged', { resolve: (call: CallView) => callToGraphql(call) })
  subscribeToCalls(@Context() { viewer }: OperationContext, @Args('id') id?: string | null) {
    return this.feed.subscribe(viewer, id ?? null);
  }
}
