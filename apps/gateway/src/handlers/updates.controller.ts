import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { EventOn } from '@earshot/contracts';
import { dispatch } from '@earshot/runtime';
import { FeedRegistry } from '../feed/feed-registry.js';
import { controlHandlers } from './control-handlers.js';
import { insightHandlers } from './insight-handlers.js';
import { updatesHandlers } from './updates-handlers.js';

/** Receives the topics that feed subscriptions. Every replica receives every event. */
@Controller()
export class UpdatesController {
  constructor(@Inject(FeedRegistry) private readonly feeds: FeedRegistry) {}

  @EventPattern('calls.updates')
  onUpdate(@Payload() event: EventOn<'calls.updates'>): Promise<void> {
    return dispatch(updatesHandlers(this.feeds), event);
  }

  @EventPattern('calls.control')
  onControl(@Payload() event: EventOn<'calls.control'>): Promise<void> {
    return dispatch(controlHandlers(this.feeds), event);
  }

  @EventPattern('calls.insight')
  onInsight(@Payload() event: EventOn<'calls.insight'>): Promise<void> {
    return dispatch(insightHandlers(this.feeds), event);
  }
}
