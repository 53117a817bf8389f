import { Module } from '@nestjs/common';
import type { CallReader, Clock, Logger } from '@earshot/ports';
import type { Access } from '../../access/access.js';
import { FeedRegistry } from '../../feed/feed-registry.js';
import type { GatewayConfig } from '../../gateway.config.js';
import { GatewayMetrics } from '../../platform/gateway-metrics.js';
import { ACCESS, CALL_READER, CLOCK, GATEWAY_CONFIG, LOGGER } from '../../platform/tokens.js';
import type { Area } from '../area.js';
import { SegmentFeed, segmentSubscriptions } from './segments.feed.js';
import { MAX_SEGMENTS_PAGE, VisibleSegments } from './segments.queries.js';
import { SegmentConfidenceResolver } from './segment-confidence.resolver.js';
import { SegmentsResolver } from './segments.resolver.js';

/** Injection token of the open subscriptions to segments. */
const SEGMENT_SUBSCRIPTIONS = Symbol('SEGMENT_SUBSCRIPTIONS');

@Module({
  providers: [
    SegmentsResolver,
    SegmentConfidenceResolver,
    {
      provide: VisibleSegments,
      inject: [CALL_READER, ACCESS, GatewayMetrics],
      useFactory: (reader: CallReader, access: Access, metrics: GatewayMetrics) =>
        new VisibleSegments(reader, access, metrics),
    },
    {
      provide: SEGMENT_SUBSCRIPTIONS,
      inject: [ACCESS, GatewayMetrics, GATEWAY_CONFIG],
      useFactory: (access: Access, metrics: GatewayMetrics, config: GatewayConfig) =>
        segmentSubscriptions(access, metrics, config.EARSHOT_SUBSCRIBER_QUEUE),
    },
    {
      provide: SegmentFeed,
      inject: [FeedRegistry, CALL_READER, SEGMENT_SUBSCRIPTIONS, GatewayMetrics, CLOCK, LOGGER],
      useFactory: (
        feeds: FeedRegistry,
        reader: CallReader,
        subscriptions: ReturnType<typeof segmentSubscriptions>,
        metrics: GatewayMetrics,
        clock: Clock,
        logger: Logger,
      ) => feeds.addFeed(new SegmentFeed(reader, subscriptions, metrics, clock, logger)),
    },
  ],
})
export class SegmentsModule {}

/** The transcript of a call: its stored finals, and partials and finals as they come. */
export const segmentsArea: Area = {
  module: SegmentsModule,
  costs: {
    weights: { segments: 10 },
    pages: { segments: { default: 100, max: MAX_SEGMENTS_PAGE } },
    listLengths: { words: 10, issues: 2 },
  },
};
