import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { EventOn, Handlers } from '@earshot/contracts';
import { dispatch, type EventContext } from '@earshot/runtime';
import { OwnedCalls } from './ownership/owned-calls.js';
import { OWNED_CALLS } from './transcription.tokens.js';

/** The audio of live calls. A message is acknowledged when its words are saved, long after its handler returned. */
@Controller()
export class AudioController {
  constructor(@Inject(OWNED_CALLS) private readonly calls: OwnedCalls) {}

  @EventPattern<string>('calls.audio', { acknowledge: 'manual' })
  handle(@Payload() event: EventOn<'calls.audio'>, @Ctx() context: EventContext): Promise<void> {
    const { calls } = this;
    const handlers: Handlers<'transcription', 'calls.audio'> = {
      'stream.opened': (opened) => calls.openStream(opened, context),
      'audio.frame': (frame) => calls.receiveFrame(frame, context),
      'audio.gap-declared': (gap) => calls.receiveGap(gap, context),
      'stream.closed': (closed) => calls.closeStream(closed, context),
    };
    return dispatch(handlers, event);
  }
}
