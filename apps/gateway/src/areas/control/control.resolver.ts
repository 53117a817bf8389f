import { Inject } from '@nestjs/common';
import { Args, Context, Mutation } from '@nestjs/graphql';
import type { MutationPauseCallArgs, MutationResumeCallArgs } from '@earshot/graphql-api';
import { AreaResolver } from '../../platform/graphql/area.resolver.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { CallPauses } from './call-pauses.js';

@AreaResolver()
export class ControlResolver {
  constructor(@Inject(CallPauses) private readonly pauses: CallPauses) {}

  @Mutation('pauseCall')
  pauseCall(@Context() context: OperationContext, @Args() { id, reason }: MutationPauseCallArgs) {
    return this.pauses.requestPause(context, id, 'PAUSE', reason);
  }

  @Mutation('resumeCall')
  resumeCall(@Context() context: OperationContext, @Args() { id, reason }: MutationResumeCallArgs) {
    return this.pauses.requestPause(context, id, 'RESUME', reason);
  }
}
