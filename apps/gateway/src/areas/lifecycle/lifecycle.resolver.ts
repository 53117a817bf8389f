import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query } from '@nestjs/graphql';
import type { MutationEraseCallArgs, QueryErasuresArgs } from '@earshot/graphql-api';
import { AreaResolver } from '../../platform/graphql/area.resolver.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { Erasures } from './erasures.js';

@AreaResolver()
export class LifecycleResolver {
  constructor(@Inject(Erasures) private readonly erasures: Erasures) {}

  @Query('erasures')
  listErasures(@Context() context: OperationContext, @Args() args: QueryErasuresArgs) {
    return this.erasures.listErasures(context, args);
  }

  @Mutation('eraseCall')
  eraseCall(@Context() context: OperationContext, @Args() { id, reason }: MutationEraseCallArgs) {
    return this.erasures.eraseCall(context, id, reason);
  }
}
