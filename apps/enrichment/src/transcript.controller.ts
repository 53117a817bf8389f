import type { EventOn, Handlers } from '@earshot/contracts';
import { dispatch } from '@earshot/runtime';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { TRANSCRIPT_HANDLERS } from './enrichment.tokens.js';

/** What was heard on calls, on its way to becoming readable. */
@Controller()
export class TranscriptController {
  constructor(@Inject(TRANSCRIPT_HANDLERS) private readonly handlers: Handlers<'enrichment', 'calls.transcript'>) {}

  @EventPattern('calls.transcript')
  on(@Payload() event: EventOn<'calls.transcript'>) {
    return dispatch<'enrichment', 'calls.transcript'>(this.handlers, event);
  }
}
