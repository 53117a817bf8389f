import { Module } from '@nestjs/common';
import type { CallReader } from '@earshot/ports';
import type { Access } from '../../access/access.js';
import { GatewayMetrics } from '../../platform/gateway-metrics.js';
import { ACCESS, CALL_READER } from '../../platform/tokens.js';
import type { Area } from '../area.js';
import { VisibleAgents } from './agents.queries.js';
import { AgentsResolver } from './agents.resolver.js';

@Module({
  providers: [
    AgentsResolver,
    {
      provide: VisibleAgents,
      inject: [CALL_READER, ACCESS, GatewayMetrics],
      useFactory: (reader: CallReader, access: Access, metrics: GatewayMetrics) =>
        new VisibleAgents(reader, access, metrics),
    },
  ],
})
export class AgentsModule {}

/** The agents that calls name, for filters that suggest them. */
export const agentsArea: Area = {
  module: AgentsModule,
  costs: { weights: { agents: 50 }, listLengths: { agents: 10 } },
};
