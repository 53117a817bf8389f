import { Inject } from '@nestjs/common';
import { Parent, ResolveField } from '@nestjs/graphql';
import { isUncertain, segmentConfidence } from '@earshot/domain';
import type { Segment } from '@earshot/graphql-api';
import type { GatewayConfig } from '../../gateway.config.js';
import { AreaResolver } from '../../platform/graphql/area.resolver.js';
import { GATEWAY_CONFIG } from '../../platform/tokens.js';

/** GraphQL has null where the domain has no value. */
const known = (words: Segment['words']) => words.map(({ confidence }) => (confidence == null ? {} : { confidence }));

@AreaResolver('Segment')
export class SegmentConfidenceResolver {
  constructor(@Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig) {}

  @ResolveField('confidence')
  confidence(@Parent() { words }: Segment) {
    return segmentConfidence(known(words));
  }

  @ResolveField('isUncertain')
  isUncertain(@Parent() { words }: Segment) {
    return isUncertain(known(words), this.config.EARSHOT_MIN_CONFIDENCE);
  }
}
