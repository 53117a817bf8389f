import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { EventOn, Handlers } from '@earshot/contracts';
import { dispatch, type EventContext } from '@earshot/runtime';
import { LiveCalls } from './ownership/live-calls.js';
import { LIVE_CALLS } from './transcription.tokens.js';

/** The audio of live calls. A message is acknowledged when its words are published, long after it was handled. */
@Controller()
export class AudioController {
  constructor(@Inject(LIVE_CALLS) private readonly calls: LiveCalls) {}

  @EventPattern<string>('calls.audio', { acknowledge: 'manual' })
  on(@Payload() event: EventOn<'calls.audio'>, @Ctx() context: EventContext): Promise<void> {
    const { calls } = this;
    const handlers: Handlers<'transcription', 'calls.audio'> = {
      'stream.opened': (opened) => calls.opened(opened, context),
      'audio.frame': (frame) => calls.audio(frame, context),
      'audio.gap-declared': (gap) => calls.gap(gap, context),
      'stream.closed': (closed) => calls.closed(closed, context),
    };
    return dispatch(handlers, event);
  }
}
