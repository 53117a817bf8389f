import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { EventOn } from '@earshot/contracts';
import { dispatch, type EventContext } from '@earshot/runtime';
import { OwnedCalls } from '../ownership/owned-calls.js';
import { OWNED_CALLS } from '../transcription.tokens.js';
import { audioHandlers } from './audio-handlers.js';

/** The audio of live calls. A message is acknowledged when its words are saved, long after its handler returned. */
@Controller()
export class AudioController {
  constructor(@Inject(OWNED_CALLS) private readonly calls: OwnedCalls) {}

  @EventPattern<string>('calls.audio', { acknowledge: 'manual' })
  onAudio(@Payload() event: EventOn<'calls.audio'>, @Ctx() context: EventContext): Promise<void> {
    return dispatch(audioHandlers(this.calls, context), event);
  }
}
