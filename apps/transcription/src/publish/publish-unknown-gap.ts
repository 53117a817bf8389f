import { channels, type EventOf } from '@earshot/contracts';
import { samplesToMs } from '@earshot/domain';
import { EventPublisher, type ProcessContext } from '@earshot/runtime';
import { publishEvent } from './publish-event.js';

/** Publishes a declared gap of a call of which nothing else is known yet: its time has to be accounted for. */
export async function publishUnknownGap(event: EventOf<'audio.gap-declared'>, process: ProcessContext): Promise<void> {
  const { callId, data } = event;
  const { clock, logger } = process;
  const bus = new EventPublisher<'transcription'>(process);
  const fromMs = samplesToMs(data.fromSample, data.sampleRateHz);
  const toMs = samplesToMs(data.toSample, data.sampleRateHz);
  for (const channel of channels) {
    const gap = { channel, fromMs, toMs, reason: data.reason };
    await publishEvent(() => bus.emit('calls.transcript', 'transcript.gap', callId, gap), { callId, clock, logger });
  }
}
