import { Module } from '@nestjs/common';
import type { CallReader, Clock, Logger } from '@earshot/ports';
import type { Access } from '../../access/access.js';
import { ReachedCalls } from '../../access/reached-calls.js';
import { FeedRegistry } from '../../feed/feed-registry.js';
import type { GatewayConfig } from '../../gateway.config.js';
import { GatewayMetrics } from '../../platform/gateway-metrics.js';
import { ACCESS, CALL_READER, CLOCK, GATEWAY_CONFIG, LOGGER } from '../../platform/tokens.js';
import type { Area } from '../area.js';
import { callsCosts } from './calls.costs.js';
import { CallFeed, callSubscriptions } from './calls.feed.js';
import { VisibleCalls } from './calls.queries.js';
import { CallsResolver } from './calls.resolver.js';
import { NewestWords } from './newest-words.js';

/** Injection token of the open subscriptions to calls. */
const CALL_SUBSCRIPTIONS = Symbol('CALL_SUBSCRIPTIONS');

@Module({
  providers: [
    CallsResolver,
    { provide: NewestWords, useFactory: () => new NewestWords() },
    {
      provide: VisibleCalls,
      inject: [CALL_READER, ACCESS, GatewayMetrics],
      useFactory: (reader: CallReader, access: Access, metrics: GatewayMetrics) =>
        new VisibleCalls(reader, access, new ReachedCalls(reader, access), metrics),
    },
    {
      provide: CALL_SUBSCRIPTIONS,
      inject: [ACCESS, GatewayMetrics, GATEWAY_CONFIG],
      useFactory: (access: Access, metrics: GatewayMetrics, config: GatewayConfig) =>
        callSubscriptions(access, metrics, config.EARSHOT_SUBSCRIBER_QUEUE),
    },
    {
      provide: CallFeed,
      inject: [FeedRegistry, CALL_READER, CALL_SUBSCRIPTIONS, NewestWords, CLOCK, LOGGER],
      useFactory: (
        feeds: FeedRegistry,
        reader: CallReader,
        subscriptions: ReturnType<typeof callSubscriptions>,
        newestWords: NewestWords,
        clock: Clock,
        logger: Logger,
      ) => feeds.addFeed(new CallFeed(reader, subscriptions, newestWords, clock, logger)),
    },
  ],
})
export class CallsModule {}

/** One call and the list of calls, and their changes. */
export const callsArea: Area = { module: CallsModule, costs: callsCosts };
