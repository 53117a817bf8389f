import { Inject } from '@nestjs/common';
import { Args, Context, Parent, Query, ResolveField } from '@nestjs/graphql';
import type { QueryAuditTrailArgs } from '@earshot/graphql-api';
import { AreaResolver } from '../../platform/graphql/area.resolver.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { VisibleAudit } from './audit.queries.js';

@AreaResolver('Call')
export class AuditResolver {
  constructor(@Inject(VisibleAudit) private readonly visibleAudit: VisibleAudit) {}

  @Query('auditTrail')
  listEntries(@Context() context: OperationContext, @Args() args: QueryAuditTrailArgs) {
    return this.visibleAudit.listEntries(context, args);
  }

  @ResolveField('lookedAtBy')
  listCallAccesses(@Parent() call: { readonly id: string }, @Context() context: OperationContext) {
    return this.visibleAudit.listCallAccesses(context, call.id);
  }
}
