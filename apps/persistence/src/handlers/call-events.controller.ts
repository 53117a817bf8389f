import type { EventOn, Handlers } from '@earshot/contracts';
import { dispatch, type EventContext } from '@earshot/runtime';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { AudioHandlers } from './audio-handlers.js';
import { AUDIO_HANDLERS, DEAD_LETTER_HANDLERS, INSIGHT_HANDLERS, LIFECYCLE_HANDLERS } from '../persistence.tokens.js';

/** Everything that happens to calls, to where it is kept. */
@Controller()
export class CallEventsController {
  constructor(
    @Inject(AUDIO_HANDLERS) private readonly audio: AudioHandlers,
    @Inject(LIFECYCLE_HANDLERS) private readonly lifecycle: Handlers<'persistence', 'calls.lifecycle'>,
    @Inject(INSIGHT_HANDLERS) private readonly insight: Handlers<'persistence', 'calls.insight'>,
    @Inject(DEAD_LETTER_HANDLERS) private readonly dead: Handlers<'persistence', 'calls.dead'>,
  ) {}

  /** Acknowledged when it is recorded and known where a crash takes neither, which may be long after it was handled. */
  @EventPattern<string>('calls.audio', { acknowledge: 'manual' })
  onAudio(@Payload() event: EventOn<'calls.audio'>, @Ctx() context: EventContext) {
    const delivery = { lost: context.lost, acknowledge: () => context.acknowledge() };
    return dispatch<'persistence', 'calls.audio'>(this.audio(delivery), event);
  }

  @EventPattern('calls.lifecycle')
  onLifecycle(@Payload() event: EventOn<'calls.lifecycle'>) {
    return dispatch<'persistence', 'calls.lifecycle'>(this.lifecycle, event);
  }

  @EventPattern('calls.insight')
  onInsight(@Payload() event: EventOn<'calls.insight'>) {
    return dispatch<'persistence', 'calls.insight'>(this.insight, event);
  }

  @EventPattern('calls.dead')
  onDead(@Payload() event: EventOn<'calls.dead'>) {
    return dispatch<'persistence', 'calls.dead'>(this.dead, event);
  }
}
