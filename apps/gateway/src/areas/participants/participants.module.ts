import { randomUUID } from 'node:crypto';
import { Module } from '@nestjs/common';
import type { CallReader, Clock } from '@earshot/ports';
import { EventPublisher } from '@earshot/runtime';
import type { Access } from '../../access/access.js';
import { ReachedCalls } from '../../access/reached-calls.js';
import { GatewayMetrics } from '../../platform/gateway-metrics.js';
import { ACCESS, CALL_READER, CLOCK } from '../../platform/tokens.js';
import type { Area } from '../area.js';
import { SpeakerDetails } from './participants.queries.js';
import { RoleCorrections } from './role-corrections.js';
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
    {
      provide: RoleCorrections,
      inject: [CALL_READER, ACCESS, EventPublisher, CLOCK],
      useFactory: (reader: CallReader, access: Access, publisher: EventPublisher<'gateway'>, clock: Clock) =>
        new RoleCorrections(new ReachedCalls(reader, access), publisher, clock, randomUUID),
    },
  ],
})
export class ParticipantsModule {}

/** The people and machines on a call. */
export const participantsArea: Area = {
  module: ParticipantsModule,
  // A correction rewrites the roles of a whole transcript, so nobody may send thousands.
  costs: { listLengths: { participants: 3 }, weights: { setParticipantRole: 5_000 } },
  errorCodes: ['PARTICIPANT_UNKNOWN', 'FORBIDDEN', 'BUS_UNAVAILABLE'],
};
