import { makeEvent, type EventOf, type Handlers } from '@earshot/contracts';
import { Failure } from '@earshot/ports';
import type { EventPublisher } from '@earshot/runtime';
import type { CallStates } from './call/call-states.js';
import { enrichSegment, type EnrichmentTools } from './call/enrich-segment.js';

type Relayed = EventOf<'transcript.engine-selected' | 'transcript.covered' | 'transcript.gap' | 'transcript.completed'>;

/**
 * The whole intake of enrichment. Each message is dealt with once: its effects wait in the call's outbox, so that a
 * message that comes again after a failed publication only goes on where it stopped, and order is kept.
 */
export function transcriptHandlers(
  states: CallStates,
  publisher: EventPublisher<'enrichment'>,
  tools: EnrichmentTools,
): Handlers<'enrichment', 'calls.transcript'> {
  const relay = async (event: Relayed): Promise<void> => {
    const call = states.of(event.callId);
    if ('fromMs' in event.data) call.heardAt(event.data.fromMs);
    await call.outbox.flush(publisher);
    try {
      await publisher.publish('calls.insight', event);
    } catch (error) {
      throw new Failure('INSIGHT_NOT_PUBLISHED', 'an insight is not on the bus yet', { retryable: true, cause: error });
    }
    if (event.type === 'transcript.completed') states.completed(event.callId);
  };

  const onSegment = async ({ callId, data }: EventOf<'transcript.segment'>): Promise<void> => {
    const call = states.of(callId);
    const wasWhole = call.isHeardFromBeginning;
    call.heardAt(data.startMs);
    await call.outbox.flush(publisher);
    if (!call.revisions.isNew(data.segmentId, data.revision, data.isPartial)) return tools.metrics.redelivered.add();
    if (wasWhole && !call.isHeardFromBeginning) call.outbox.add([incomplete(callId, tools)]);
    call.outbox.add(await enrichSegment(call, callId, data, tools));
    tools.metrics.segments.add(1, { kind: data.isPartial ? 'partial' : 'final' });
    await call.outbox.flush(publisher);
  };

  return {
    'transcript.segment': onSegment,
    'transcript.engine-selected': relay,
    'transcript.covered': relay,
    'transcript.gap': relay,
    'transcript.completed': relay,
  };
}

/** Said once of a call that another process had before: its figures stay as that one left them. */
function incomplete(callId: EventOf<'transcript.segment'>['callId'], { clock, newId, metrics }: EnrichmentTools) {
  metrics.incompleteCalls.add();
  const message = 'The figures of the call do not count what was said after another process took it over.';
  return {
    topic: 'calls.lifecycle' as const,
    event: makeEvent(
      'processing.failed',
      callId,
      { stage: 'enrichment', code: 'FIGURES_INCOMPLETE', message },
      { id: newId(), occurredAtMs: clock.nowMs() },
    ),
  };
}
