import { Inject } from '@nestjs/common';
import { Args, Context, Parent, Query, ResolveField, Subscription } from '@nestjs/graphql';
import type { QueryCallsArgs, SubscriptionCallChangedArgs } from '@earshot/graphql-api';
import type { Access } from '../../access/access.js';
import { givenNames } from '../../audit/given-names.js';
import { AreaResolver } from '../../platform/graphql/area.resolver.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { ACCESS } from '../../platform/tokens.js';
import { toConditions } from './calls.arguments.js';
import { CallFeed, type CallUpdate } from './calls.feed.js';
import { VisibleCalls } from './calls.queries.js';
import { callToGraphql, type CallSource } from './calls.to-graphql.js';
import { NewestWords } from './newest-words.js';

@AreaResolver('Call')
export class CallsResolver {
  constructor(
    @Inject(VisibleCalls) private readonly visibleCalls: VisibleCalls,
    @Inject(CallFeed) private readonly feed: CallFeed,
    @Inject(NewestWords) private readonly newestWords: NewestWords,
    @Inject(ACCESS) private readonly access: Access,
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

  @ResolveField('wordsBehindMs')
  measureWordsBehind(@Parent() call: CallSource) {
    return this.newestWords.measureDelayMs(call);
  }

  @ResolveField('customerNumber')
  showCustomerNumber(@Parent() call: CallSource, @Context() { viewer }: OperationContext) {
    return this.access.showNumber(viewer, call.placement, call.customerNumber);
  }

  @ResolveField('systemNumber')
  showSystemNumber(@Parent() call: CallSource, @Context() { viewer }: OperationContext) {
    return this.access.showNumber(viewer, call.placement, call.systemNumber);
  }

  /** A source may put a number into it. */
  @ResolveField('metadata')
  showMetadata(@Parent() call: CallSource, @Context() { viewer }: OperationContext) {
    return this.access.mayAlso(viewer, 'SEE_NUMBERS', call.placement) ? call.metadata : [];
  }

  @Subscription('callChanged', {
    resolve: ({ call, passesFilter }: CallUpdate) => callToGraphql(call, passesFilter),
  })
  async subscribeToCalls(
    @Context() { viewer, audit, backlog }: OperationContext,
    @Args() { id, filter }: SubscriptionCallChangedArgs,
  ) {
    await audit.record('SUBSCRIBE', { askedId: id, details: ['calls', ...givenNames(filter)] });
    const options = { searchesNumbers: this.access.mayOnAll(viewer, 'SEE_NUMBERS') };
    return this.feed.subscribe(viewer, id ?? null, toConditions(filter ?? {}, options), backlog);
  }
}
