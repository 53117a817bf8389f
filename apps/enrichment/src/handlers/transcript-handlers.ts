import type { Handlers } from '@earshot/contracts';
import type { TranscriptDelivery } from '../call/call-opener.js';
import type { TranscriptEnricher } from '../call/transcript-enricher.js';

export const transcriptHandlers = (
  enricher: TranscriptEnricher,
  delivery: TranscriptDelivery,
): Handlers<'enrichment', 'calls.transcript'> => ({
  'transcript.segment': (event) => enricher.enrichSegment(event, delivery),
  // The speech engine's own categories.
  'category.matched': (event) => enricher.relayEvent(event, delivery),
  'transcript.engine-selected': (event) => enricher.relayEvent(event, delivery),
  'transcript.covered': (event) => enricher.relayEvent(event, delivery),
  'transcript.gap': (event) => enricher.relayEvent(event, delivery),
  'transcript.wordless': (event) => enricher.relayEvent(event, delivery),
  'transcript.completed': (event) => enricher.completeTranscript(event, delivery),
});
