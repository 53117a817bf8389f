import { Inject } from '@nestjs/common';
import { Args, Context, Mutation } from '@nestjs/graphql';
import { AreaResolver } from '../../platform/graphql/area.resolver.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { CallPauses } from './call-pauses.js';

@AreaResolver()
export class ControlResolver {
  constructor(@Inject(CallPauses) private readonly pauses: CallPauses) {}

  @Mutation('pauseCall')
  pauseCall(@Context() context: OperationContext, @Args('id') id: string) {
    return this.pauses.requestPause(context, id, 'PAUSE');
  }

  @Mutation('resumeCall')
  resumeCall(@Context() context: OperationContext, @Args('id') id: string) {
    return this.pauses.requestPause(context, id, 'RESUME');
  }
}
