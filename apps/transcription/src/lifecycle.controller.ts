import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { EventOn, Handlers } from '@earshot/contracts';
import { dispatch, type EventContext } from '@earshot/runtime';
import { Backfill } from './backfill/backfill.js';
import { BACKFILL } from './transcription.tokens.js';

/** Requests to transcribe what was recorded; acknowledged when done, which may take minutes. */
@Controller()
export class LifecycleController {
  constructor(@Inject(BACKFILL) private readonly backfill: Backfill) {}

  @EventPattern<string>('calls.lifecycle', { acknowledge: 'manual' })
  on(@Payload() event: EventOn<'calls.lifecycle'>, @Ctx() context: EventContext): Promise<void> {
    const handlers: Handlers<'transcription', 'calls.lifecycle'> = {
      'transcription.requested': (request) => this.backfill.request(request, context),
    };
    return dispatch(handlers, event);
  }
}
