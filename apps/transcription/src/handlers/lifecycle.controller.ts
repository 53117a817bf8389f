import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { EventOn } from '@earshot/contracts';
import { dispatch, type EventContext } from '@earshot/runtime';
import { BackfillQueue } from '../backfill/backfill-queue.js';
import { BACKFILL_QUEUE } from '../transcription.tokens.js';
import { lifecycleHandlers } from './lifecycle-handlers.js';

/** Requests to transcribe recorded audio. A request is acknowledged when it is done, which may take minutes. */
@Controller()
export class LifecycleController {
  constructor(@Inject(BACKFILL_QUEUE) private readonly backfills: BackfillQueue) {}

  @EventPattern<string>('calls.lifecycle', { acknowledge: 'manual' })
  onLifecycle(@Payload() event: EventOn<'calls.lifecycle'>, @Ctx() context: EventContext): Promise<void> {
    return dispatch(lifecycleHandlers(this.backfills, context), event);
  }
}
