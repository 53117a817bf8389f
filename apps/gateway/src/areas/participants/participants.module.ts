import { Module } from '@nestjs/common';
import type { CallReader, Clock } from '@earshot/ports';
import type { Access } from '../../access/access.js';
import { GatewayMetrics } from '../../platform/gateway-metrics.js';
import { ACCESS, CALL_READER, CLOCK } from '../../platform/tokens.js';
import type { Area } from '../area.js';
import { SpeakerDetails } from './participants.queries.js';
import { ParticipantsResolver } from './participants.resolver.js';

@Module({
  providers: [
    ParticipantsResolver,
    {
      provide: SpeakerDetails,
      inject: [CALL_READER, ACCESS, GatewayMetrics, CLOCK],
      useFactory: (reader: CallReader, access: Access, metrics: GatewayMetrics, clock: Clock) =>
        new SpeakerDetails(reader, access, metrics, clock),
    },
  ],
})
export class ParticipantsModule {}

/** The people and machines on a call. */
export const participantsArea: Area = {
  module: ParticipantsModule,
  costs: { listLengths: { participants: 3 } },
};
