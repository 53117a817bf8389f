import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField } from '@nestjs/graphql';
import type {
  MutationEraseCallArgs,
  MutationRemoveRetentionPolicyArgs,
  MutationSetCallRetentionArgs,
  MutationSetLegalHoldArgs,
  MutationSetRetentionPolicyArgs,
  QueryErasuresArgs,
  QueryRetentionPreviewArgs,
} from '@earshot/graphql-api';
import { AreaResolver } from '../../platform/graphql/area.resolver.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import type { CallSource } from '../calls/calls.to-graphql.js';
import { KeptCalls } from './kept-calls.js';
import { Erasures } from './erasures.js';
import { Retention } from './retention.js';

@AreaResolver('Call')
export class LifecycleResolver {
  constructor(
    @Inject(Erasures) private readonly erasures: Erasures,
    @Inject(KeptCalls) private readonly keptCalls: KeptCalls,
    @Inject(Retention) private readonly retention: Retention,
  ) {}

  @Query('erasures')
  listErasures(@Context() context: OperationContext, @Args() args: QueryErasuresArgs) {
    return this.erasures.listErasures(context, args);
  }

  @Query('retentionPolicies')
  listPolicies(@Context() context: OperationContext) {
    return this.retention.listPolicies(context);
  }

  @Query('retentionPreview')
  previewRemoval(@Context() context: OperationContext, @Args() args: QueryRetentionPreviewArgs) {
    return this.retention.previewRemoval(context, args);
  }

  @Mutation('eraseCall')
  eraseCall(@Context() context: OperationContext, @Args() { id, reason }: MutationEraseCallArgs) {
    return this.erasures.eraseCall(context, id, reason);
  }

  @Mutation('setLegalHold')
  setHold(@Context() context: OperationContext, @Args() { id, reason }: MutationSetLegalHoldArgs) {
    return this.keptCalls.setHold(context, id, reason);
  }

  @Mutation('releaseLegalHold')
  releaseHold(@Context() context: OperationContext, @Args('id') id: string) {
    return this.keptCalls.releaseHold(context, id);
  }

  @Mutation('setCallRetention')
  setCallRetention(@Context() context: OperationContext, @Args() args: MutationSetCallRetentionArgs) {
    return this.keptCalls.setRetention(context, args.id, args.retainUntil ?? null);
  }

  @Mutation('setRetentionPolicy')
  setPolicy(@Context() context: OperationContext, @Args() args: MutationSetRetentionPolicyArgs) {
    return this.retention.setPolicy(context, args);
  }

  @Mutation('removeRetentionPolicy')
  removePolicy(@Context() context: OperationContext, @Args() args: MutationRemoveRetentionPolicyArgs) {
    return this.retention.removePolicy(context, args);
  }

  @ResolveField('legalHold')
  showHold(@Parent() call: CallSource, @Context() context: OperationContext) {
    return this.keptCalls.showHold(call, context);
  }
}
