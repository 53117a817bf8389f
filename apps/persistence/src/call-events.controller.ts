import type { EventOn, Handlers } from '@earshot/contracts';
import { dispatch } from '@earshot/runtime';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { AUDIO_HANDLERS, INSIGHT_HANDLERS, LIFECYCLE_HANDLERS } from './persistence.tokens.js';

/** Everything that happens to calls, to where it is kept. */
@Controller()
export class CallEventsController {
  constructor(
    @Inject(AUDIO_HANDLERS) private readonly audio: Handlers<'persistence', 'calls.audio'>,
    @Inject(LIFECYCLE_HANDLERS) private readonly lifecycle: Handlers<'persistence', 'calls.lifecycle'>,
    @Inject(INSIGHT_HANDLERS) private readonly insight: Handlers<'persistence', 'calls.insight'>,
  ) {}

  @EventPattern('calls.audio')
  onAudio(@Payload() event: EventOn<'calls.audio'>) {
    return dispatch<'persistence', 'calls.audio'>(this.audio, event);
  }

  @EventPattern('calls.lifecycle')
  onLifecycle(@Payload() event: EventOn<'calls.lifecycle'>) {
    return dispatch<'persistence', 'calls.lifecycle'>(this.lifecycle, event);
  }

  @EventPattern('calls.insight')
  onInsight(@Payload() event: EventOn<'calls.insight'>) {
    return dispatch<'persistence', 'calls.insight'>(this.insight, event);
  }
}
