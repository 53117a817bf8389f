import { Inject } from '@nestjs/common';
import { Parent, ResolveField } from '@nestjs/graphql';
import type { AudibilityRules } from '@earshot/domain';
import type { GatewayConfig } from '../../gateway.config.js';
import { AreaResolver } from '../../platform/graphql/area.resolver.js';
import { GATEWAY_CONFIG } from '../../platform/tokens.js';
import type { CallSource } from '../calls/calls.to-graphql.js';
import { audibilityRulesOf } from './audibility-rules.js';
import { recordingToGraphql } from './recordings.to-graphql.js';

@AreaResolver('Call')
export class RecordingsResolver {
  private readonly rules: AudibilityRules;

  constructor(@Inject(GATEWAY_CONFIG) config: GatewayConfig) {
    this.rules = audibilityRulesOf(config);
  }

  @ResolveField('recording')
  findRecording(@Parent() call: CallSource) {
    return recordingToGraphql(call, this.rules);
  }
}
