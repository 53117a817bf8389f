import { Inject } from '@nestjs/common';
import { Args, Context, Mutation } from '@nestjs/graphql';
import { AreaResolver } from '../../platform/graphql/area.resolver.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { StreamAccesses } from './stream-access.js';

@AreaResolver()
export class StreamingResolver {
  constructor(@Inject(StreamAccesses) private readonly accesses: StreamAccesses) {}

  @Mutation('createStreamAccess')
  createAccess(@Context() context: OperationContext) {
    return this.accesses.createAccess(context);
  }

  @Mutation('extendStreamKey')
  extendKey(@Context() context: OperationContext, @Args('id') id: string) {
    return this.accesses.extendKey(context, id);
  }
}
