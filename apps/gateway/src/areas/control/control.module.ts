import { Module } from '@nestjs/common';
import type { CallReader, Clock } from '@earshot/ports';
import { EventPublisher } from '@earshot/runtime';
import type { Access } from '../../access/access.js';
import { ReachedCalls } from '../../access/reached-calls.js';
import { ACCESS, CALL_READER, CLOCK } from '../../platform/tokens.js';
import type { Area } from '../area.js';
import { CallChanges } from './call-changes.js';
import { CallPauses } from './call-pauses.js';
import { ControlResolver } from './control.resolver.js';

@Module({
  providers: [
    ControlResolver,
    {
      provide: CallChanges,
      inject: [CALL_READER, ACCESS, EventPublisher, CLOCK],
      useFactory: (reader: CallReader, access: Access, publisher: EventPublisher<'gateway'>, clock: Clock) =>
        new CallChanges(new ReachedCalls(reader, access), publisher, clock),
    },
    {
      provide: CallPauses,
      inject: [CALL_READER, ACCESS, EventPublisher, CLOCK],
      useFactory: (reader: CallReader, access: Access, publisher: EventPublisher<'gateway'>, clock: Clock) =>
        new CallPauses(new ReachedCalls(reader, access), publisher, clock),
    },
  ],
})
export class ControlModule {}

/** Pauses and changes of calls. */
export const controlArea: Area = {
  module: ControlModule,
  // Each one changes what every stage does, so nobody may send thousands.
  costs: {
    weights: {
      pauseCall: 5_000,
      resumeCall: 5_000,
      changeCall: 5_000,
      swapTracks: 5_000,
      startCall: 5_000,
      setRecording: 5_000,
    },
  },
  errorCodes: ['CALL_IS_OVER', 'BAD_INPUT', 'FORBIDDEN', 'BUS_UNAVAILABLE'],
};
