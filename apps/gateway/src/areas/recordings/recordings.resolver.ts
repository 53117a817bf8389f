import { Inject } from '@nestjs/common';
import { Context, Parent, ResolveField } from '@nestjs/graphql';
import type { AudibilityRules } from '@earshot/domain';
import type { Access } from '../../access/access.js';
import type { GatewayConfig } from '../../gateway.config.js';
import { AreaResolver } from '../../platform/graphql/area.resolver.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { ACCESS, GATEWAY_CONFIG } from '../../platform/tokens.js';
import type { CallSource } from '../calls/calls.to-graphql.js';
import { audibilityRulesOf } from './audibility-rules.js';
import { recordingToGraphql } from './recordings.to-graphql.js';

@AreaResolver('Call')
export class RecordingsResolver {
  private readonly rules: AudibilityRules;

  constructor(
    @Inject(GATEWAY_CONFIG) config: GatewayConfig,
    @Inject(ACCESS) private readonly access: Access,
  ) {
    this.rules = audibilityRulesOf(config);
  }

  @ResolveField('recording')
  findRecording(@Parent() call: CallSource, @Context() { viewer }: OperationContext) {
    return this.access.mayAlso(viewer, 'HEAR', call.placement) ? recordingToGraphql(call, this.rules) : null;
  }
}
