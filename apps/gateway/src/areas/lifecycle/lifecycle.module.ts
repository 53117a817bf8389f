import { Module } from '@nestjs/common';
import type { CallErasures, CallKeeping, CallReader, Clock, RetentionPolicies } from '@earshot/ports';
import type { Access } from '../../access/access.js';
import { ReachedCalls } from '../../access/reached-calls.js';
import type { GatewayConfig } from '../../gateway.config.js';
import { GatewayMetrics } from '../../platform/gateway-metrics.js';
import {
  ACCESS,
  CALL_ERASURES,
  CALL_KEEPING,
  CALL_READER,
  CLOCK,
  GATEWAY_CONFIG,
  RETENTION,
} from '../../platform/tokens.js';
import type { Area } from '../area.js';
import { Erasures, MAX_ERASURE_PAGE } from './erasures.js';
import { KeptCalls } from './kept-calls.js';
import { LifecycleResolver } from './lifecycle.resolver.js';
import { ManagedCalls } from './managed-calls.js';
import { Retention } from './retention.js';

@Module({
  providers: [
    LifecycleResolver,
    {
      provide: ManagedCalls,
      inject: [CALL_READER, ACCESS],
      useFactory: (reader: CallReader, access: Access) => new ManagedCalls(new ReachedCalls(reader, access)),
    },
    {
      provide: Erasures,
      inject: [CALL_ERASURES, ManagedCalls, CLOCK, GatewayMetrics],
      useFactory: (store: CallErasures, calls: ManagedCalls, clock: Clock, metrics: GatewayMetrics) =>
        new Erasures(store, calls, clock, metrics),
    },
    {
      provide: KeptCalls,
      inject: [CALL_KEEPING, ManagedCalls, CALL_READER, CLOCK],
      useFactory: (store: CallKeeping, calls: ManagedCalls, reader: CallReader, clock: Clock) =>
        new KeptCalls(store, calls, reader, clock),
    },
    {
      provide: Retention,
      inject: [RETENTION, CLOCK, GatewayMetrics, GATEWAY_CONFIG],
      useFactory: (store: RetentionPolicies, clock: Clock, metrics: GatewayMetrics, config: GatewayConfig) =>
        new Retention(store, clock, metrics, config.EARSHOT_RETENTION_DAYS),
    },
  ],
})
export class LifecycleModule {}

/** How long calls are kept, and calls that are erased before. */
export const lifecycleArea: Area = {
  module: LifecycleModule,
  costs: {
    weights: {
      ...{ eraseCall: 100, setLegalHold: 100, releaseLegalHold: 100, setCallRetention: 100 },
      ...{ setRetentionPolicy: 100, removeRetentionPolicy: 100, retentionPolicies: 20 },
      ...{ retentionPreview: 1_000, erasures: 50 },
    },
    pages: { erasures: { default: 25, max: MAX_ERASURE_PAGE } },
    listLengths: {
      removedRows: 12,
      retentionPolicies: 20,
      setRetentionPolicy: 20,
      removeRetentionPolicy: 20,
      days: 90,
    },
  },
  errorCodes: ['CALL_HELD', 'FORBIDDEN'],
};
