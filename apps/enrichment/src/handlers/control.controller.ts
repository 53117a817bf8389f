import type { EventOn, Handlers } from '@earshot/contracts';
import { dispatch } from '@earshot/runtime';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { TranscriptEnricher } from '../call/transcript-enricher.js';
import { TRANSCRIPT_ENRICHER } from '../enrichment.tokens.js';

/** Every replica learns what people correct, because any of them may have the call in memory. */
@Controller()
export class ControlController {
  private readonly handlers: Handlers<'enrichment', 'calls.control'>;

  constructor(@Inject(TRANSCRIPT_ENRICHER) enricher: TranscriptEnricher) {
    this.handlers = {
      'participant.changed': ({ callId, data }) => enricher.correctRole(callId, data.participant),
    };
  }

  @EventPattern('calls.control')
  onControl(@Payload() event: EventOn<'calls.control'>): Promise<void> {
    return dispatch(this.handlers, event);
  }
}
