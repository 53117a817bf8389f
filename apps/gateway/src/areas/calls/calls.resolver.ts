import { Catch, Inject, UseFilters } from '@nestjs/common';
import {
  Args,
  Context,
  Mutation,
  Parent,
  Query,
  ResolveField,
  Resolver,
  Subscription,
  type GqlExceptionFilter,
} from '@nestjs/graphql';
import type { CallSegmentsArgs, QueryCallsArgs } from '@earshot/graphql-api';
import type { CallView, SegmentView } from '@earshot/ports';
import type { Gateway } from '../../create-gateway.js';
import { GATEWAY } from '../../gateway.tokens.js';
import type { OperationContext } from './call-queries.js';
import { callToGraphql, segmentToGraphql, type CallSource } from './call-to-graphql.js';

/** Leaves errors to the error reporter; Nest would log each refusal as its own failure. */
@Catch()
class ReportedElsewhere implements GqlExceptionFilter<unknown> {
  catch(error: unknown): unknown {
    return error;
  }
}

/** The schema's fields, one line each. */
@Resolver('Call')
@UseFilters(ReportedElsewhere)
export class CallsResolver {
  constructor(@Inject(GATEWAY) private readonly gateway: Gateway) {}

  @Query('calls')
  calls(@Context() context: OperationContext, @Args() args: QueryCallsArgs) {
    return this.gateway.queries.list(context, args);
  }

  @Query('call')
  call(@Context() context: OperationContext, @Args('id') id: string) {
    return this.gateway.queries.one(context, id);
  }

  @ResolveField('segments')
  segments(@Parent() call: CallSource, @Context() context: OperationContext, @Args() args: CallSegmentsArgs) {
    return this.gateway.queries.segments(context, call.id, args);
  }

  @ResolveField('categoryMatches')
  categoryMatches(@Parent() call: CallSource, @Context() context: OperationContext) {
    return this.gateway.queries.categoryMatches(context, call.id);
  }

  @Mutation('transcribeCall')
  transcribeCall(@Context() context: OperationContext, @Args('id') id: string) {
    return this.gateway.transcribeCall.request(context, id);
  }

  @Subscription('callChanged', { resolve: (call: CallView) => callToGraphql(call) })
  callChanged(@Context() { viewer }: OperationContext, @Args('id') id?: string | null) {
    return this.gateway.feed.callChanged(viewer, id);
  }

  @Subscription('segmentChanged', { resolve: (segment: SegmentView) => segmentToGraphql(segment) })
  segmentChanged(@Context() { viewer }: OperationContext, @Args('callId') callId: string) {
    return this.gateway.feed.segmentChanged(viewer, callId);
  }
}
