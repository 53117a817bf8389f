import type { EventOn } from '@earshot/contracts';
import { dispatch, type EventContext } from '@earshot/runtime';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { TRANSCRIPT_INTAKE } from './enrichment.tokens.js';
import { TranscriptIntake } from './call/transcript-intake.js';

/** What was heard on calls, on its way to becoming readable. */
@Controller()
export class TranscriptController {
  constructor(@Inject(TRANSCRIPT_INTAKE) private readonly intake: TranscriptIntake) {}

  @EventPattern<string>('calls.transcript')
  on(@Payload() event: EventOn<'calls.transcript'>, @Ctx() context: EventContext): Promise<void> {
    return dispatch<'enrichment', 'calls.transcript'>(this.intake.handlersOf(context), event);
  }
}
