import { Module } from '@nestjs/common';
import type { Clock, KeyStore } from '@earshot/ports';
import type { GatewayConfig } from '../../gateway.config.js';
import { findIngestAddress } from '../../platform/http/find-ingest-address.js';
import { ACCESS_KEYS, CLOCK, GATEWAY_CONFIG } from '../../platform/tokens.js';
import type { Area } from '../area.js';
import { StreamAccesses } from './stream-access.js';
import { StreamingResolver } from './streaming.resolver.js';

@Module({
  providers: [
    StreamingResolver,
    {
      provide: StreamAccesses,
      inject: [ACCESS_KEYS, GATEWAY_CONFIG, CLOCK],
      useFactory: (keys: KeyStore, config: GatewayConfig, clock: Clock) =>
        new StreamAccesses(keys, findIngestAddress(config), clock),
    },
  ],
})
export class StreamingModule {}

/** Calls that people send from their browsers. */
export const streamingArea: Area = {
  module: StreamingModule,
  // Each one writes, and the first one under a lock.
  costs: { weights: { createStreamAccess: 5_000, extendStreamKey: 500 } },
  errorCodes: ['FORBIDDEN', 'KEY_NOT_FOUND', 'TOO_MANY_KEYS'],
};
