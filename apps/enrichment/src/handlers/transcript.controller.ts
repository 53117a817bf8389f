import type { EventOn } from '@earshot/contracts';
import { dispatch, type EventContext } from '@earshot/runtime';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { TranscriptEnricher } from '../call/transcript-enricher.js';
import { TRANSCRIPT_ENRICHER } from '../enrichment.tokens.js';
import { transcriptHandlers } from './transcript-handlers.js';

@Controller()
export class TranscriptController {
  constructor(@Inject(TRANSCRIPT_ENRICHER) private readonly enricher: TranscriptEnricher) {}

  @EventPattern<string>('calls.transcript')
  onTranscript(@Payload() event: EventOn<'calls.transcript'>, @Ctx() context: EventContext): Promise<void> {
    return dispatch(transcriptHandlers(this.enricher, context), event);
  }
}
