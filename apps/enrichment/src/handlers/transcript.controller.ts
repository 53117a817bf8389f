import type { EventOn } from '@earshot/contracts';
import { dispatch, type EventContext } from '@earshot/runtime';
import type { EventBus } from '@earshot/ports';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { TranscriptEnricher } from '../call/transcript-enricher.js';
import { EVENT_BUS, TRANSCRIPT_ENRICHER } from '../enrichment.tokens.js';
import { transcriptHandlers } from './transcript-handlers.js';

@Controller()
export class TranscriptController {
  constructor(
    @Inject(TRANSCRIPT_ENRICHER) private readonly enricher: TranscriptEnricher,
    @Inject(EVENT_BUS) private readonly bus: Pick<EventBus, 'whenDurable'>,
  ) {}

  /**
   * A message is acknowledged when the events that it caused are durable: at once on Kafka and Kinesis, on the embedded bus
   * when persistence has stored them. The next message does not wait for that.
   */
  @EventPattern<string>('calls.transcript', { acknowledge: 'manual' })
  async onTranscript(@Payload() event: EventOn<'calls.transcript'>, @Ctx() context: EventContext): Promise<void> {
    await dispatch(transcriptHandlers(this.enricher, context), event);
    void this.bus.whenDurable('calls.insight', event.callId).then(
      () => context.acknowledge(),
      // The bus is closed, so its messages are gone.
      () => {},
    );
  }
}
