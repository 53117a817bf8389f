import type { CallId, ParticipantRole } from '@earshot/contracts';
import type { RecordedFormat } from '@earshot/media/recording-file';
import type { CallStart } from '../../../call/call-start.js';
import { createRoster } from '../../create-roster.js';
import type { RecordingMetadata } from '../recording-metadata.js';
import type { RecordingClock } from './recording-clock.js';

/** The call of a recording. A channel that nobody named is UNKNOWN. */
export function toCallStart(
  callId: CallId,
  { roles, agentId, customerNumber, systemNumber, queue, language }: RecordingMetadata,
  format: RecordedFormat,
  recordedClock: RecordingClock,
): CallStart & { readonly recordedClock: RecordingClock } {
  const named = roles ?? (format.channelCount === 2 ? ['CUSTOMER', 'AGENT'] : []);
  const all = Array.from({ length: format.channelCount }, (_, at): ParticipantRole => named[at] ?? 'UNKNOWN');
  const labels = {
    ...(agentId !== undefined && { agentId }),
    ...(customerNumber !== undefined && { customerNumber }),
    ...(systemNumber !== undefined && { systemNumber }),
    ...(queue !== undefined && { queue }),
  };
  return {
    ...{ callId, isNewId: false, isTimed: true, source: 'upload', format, recordedClock },
    ...labels,
    ...(language !== undefined && { language }),
    ...createRoster(all, labels),
  };
}
