import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { EventOn } from '@earshot/contracts';
import { dispatch } from '@earshot/runtime';
import type { Gateway } from '../create-gateway.js';
import { GATEWAY } from '../gateway.tokens.js';

/** The two topics the gateway hears, in every replica. */
@Controller()
export class UpdatesController {
  constructor(@Inject(GATEWAY) private readonly gateway: Gateway) {}

  @EventPattern('calls.updates')
  onUpdate(@Payload() event: EventOn<'calls.updates'>): Promise<void> {
    return dispatch<'gateway', 'calls.updates'>(this.gateway.updates, event);
  }

  @EventPattern('calls.insight')
  onInsight(@Payload() event: EventOn<'calls.insight'>): Promise<void> {
    return dispatch<'gateway', 'calls.insight'>(this.gateway.insights, event);
  }
}
