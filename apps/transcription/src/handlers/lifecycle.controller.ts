import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { EventOn, Handlers } from '@earshot/contracts';
import { dispatch, type EventContext } from '@earshot/runtime';
import { BackfillQueue } from './backfill/backfill-queue.js';
import { BACKFILL_QUEUE } from './transcription.tokens.js';

/** Requests to transcribe recorded audio. A request is acknowledged when it is done, which may take minutes. */
@Controller()
export class LifecycleController {
  constructor(@Inject(BACKFILL_QUEUE) private readonly backfills: BackfillQueue) {}

  @EventPattern<string>('calls.lifecycle', { acknowledge: 'manual' })
  handle(@Payload() event: EventOn<'calls.lifecycle'>, @Ctx() context: EventContext): Promise<void> {
    const handlers: Handlers<'transcription', 'calls.lifecycle'> = {
      'transcription.requested': (request) => this.backfills.addRequest(request, context),
    };
    return dispatch(handlers, event);
  }
}
