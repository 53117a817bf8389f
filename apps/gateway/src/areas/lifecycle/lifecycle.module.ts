import { Module } from '@nestjs/common';
import type { CallErasures, CallReader, Clock } from '@earshot/ports';
import type { Access } from '../../access/access.js';
import { GatewayMetrics } from '../../platform/gateway-metrics.js';
import { ACCESS, CALL_ERASURES, CALL_READER, CLOCK } from '../../platform/tokens.js';
import type { Area } from '../area.js';
import { Erasures, MAX_ERASURE_PAGE } from './erasures.js';
import { LifecycleResolver } from './lifecycle.resolver.js';
import { ManagedCalls } from './managed-calls.js';

@Module({
  providers: [
    LifecycleResolver,
    {
      provide: ManagedCalls,
      inject: [CALL_READER, ACCESS],
      useFactory: (reader: CallReader, access: Access) => new ManagedCalls(reader, access),
    },
    {
      provide: Erasures,
      inject: [CALL_ERASURES, ManagedCalls, CLOCK, GatewayMetrics],
      useFactory: (store: CallErasures, calls: ManagedCalls, clock: Clock, metrics: GatewayMetrics) =>
        new Erasures(store, calls, clock, metrics),
    },
  ],
})
export class LifecycleModule {}

/** How long calls are kept, and calls that are erased before. */
export const lifecycleArea: Area = {
  module: LifecycleModule,
  costs: {
    weights: { eraseCall: 100, erasures: 50 },
    pages: { erasures: { default: 25, max: MAX_ERASURE_PAGE } },
    listLengths: { removedRows: 12 },
  },
  errorCodes: ['CALL_HELD', 'FORBIDDEN'],
};
