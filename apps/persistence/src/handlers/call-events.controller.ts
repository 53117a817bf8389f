import type { EventOn } from '@earshot/contracts';
import { dispatch, type EventContext } from '@earshot/runtime';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { Persistence } from '../persistence.js';
import { PERSISTENCE } from '../persistence.tokens.js';
import { audioHandlers } from './audio-handlers.js';
import { auditHandlers } from './audit-handlers.js';
import { controlHandlers } from './control-handlers.js';
import { deadLetterHandlers } from './dead-letter-handlers.js';
import { insightHandlers } from './insight-handlers.js';
import { lifecycleHandlers } from './lifecycle-handlers.js';

@Controller()
export class CallEventsController {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  /**
   * A message is acknowledged when recording and database keep its audio beyond this process, often long after the
   * handler returns.
   */
  @EventPattern<string>('calls.audio', { acknowledge: 'manual' })
  onAudio(@Payload() event: EventOn<'calls.audio'>, @Ctx() context: EventContext): Promise<void> {
    return dispatch(audioHandlers(this.persistence.recordings, context), event);
  }

  @EventPattern('calls.lifecycle')
  onLifecycle(@Payload() event: EventOn<'calls.lifecycle'>): Promise<void> {
    return dispatch(lifecycleHandlers(this.persistence.writes), event);
  }

  @EventPattern('calls.insight')
  onInsight(@Payload() event: EventOn<'calls.insight'>): Promise<void> {
    return dispatch(insightHandlers(this.persistence.writes), event);
  }

  @EventPattern('calls.control')
  onControl(@Payload() event: EventOn<'calls.control'>): Promise<void> {
    return dispatch(controlHandlers(this.persistence.recordings), event);
  }

  @EventPattern('calls.dead')
  onDeadLetter(@Payload() event: EventOn<'calls.dead'>): Promise<void> {
    return dispatch(deadLetterHandlers(this.persistence.deadLetters), event);
  }

  @EventPattern('calls.audit-trail')
  onAccess(@Payload() event: EventOn<'calls.audit-trail'>): Promise<void> {
    return dispatch(auditHandlers(this.persistence.auditWriter), event);
  }
}
