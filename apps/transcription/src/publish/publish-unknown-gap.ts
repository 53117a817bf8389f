import type { EventOf } from '@earshot/contracts';
import { samplesToMs } from '@earshot/domain';
import { EventPublisher, type ProcessContext } from '@earshot/runtime';
import { publishEvent } from './publish-event.js';

/**
 * Publishes a declared gap of a call about which nothing else is known yet, because the transcript must account for its
 * time. Only an ingest of an earlier version declares a gap without the number of tracks: the gap is published on track 0,
 * which every call has, and persistence accounts for it on every track.
 */
export async function publishUnknownGap(event: EventOf<'audio.gap-declared'>, process: ProcessContext): Promise<void> {
  const { callId, data } = event;
  const { clock, logger } = process;
  const bus = new EventPublisher<'transcription'>(process);
  const fromMs = samplesToMs(data.fromSample, data.sampleRateHz);
  const toMs = samplesToMs(data.toSample, data.sampleRateHz);
  const gap = { track: 0, fromMs, toMs, reason: data.reason };
  await publishEvent(() => bus.emit('calls.transcript', 'transcript.gap', callId, gap), { callId, clock, logger });
}
