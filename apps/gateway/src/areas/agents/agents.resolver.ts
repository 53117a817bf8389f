import { Inject } from '@nestjs/common';
import { Args, Context, Query } from '@nestjs/graphql';
import type { QueryAgentsArgs } from '@earshot/graphql-api';
import { AreaResolver } from '../../platform/graphql/area.resolver.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { VisibleAgents } from './agents.queries.js';

@AreaResolver()
export class AgentsResolver {
  constructor(@Inject(VisibleAgents) private readonly visibleAgents: VisibleAgents) {}

  @Query('agents')
  listAgents(@Context() context: OperationContext, @Args() args: QueryAgentsArgs) {
    return this.visibleAgents.listAgents(context, args);
  }
}
