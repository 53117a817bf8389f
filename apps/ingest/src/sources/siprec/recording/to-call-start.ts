import { type CallId, type ParticipantRole } from '@earshot/contracts';
import { chooseCallFormat } from '@earshot/media/rtp';
import type { RecordingRoster } from '@earshot/media/siprec';
import type { CallStart } from '../../../call/call-start.js';
import type { ChosenStream } from './choose-streams.js';

/** A recorded call for the core: one track for each stream. */
export function toCallStart(
  id: Pick<CallStart, 'callId' | 'isNewId'>,
  roster: RecordingRoster,
  streams: readonly ChosenStream[],
): CallStart {
  const findFirst = (wanted: ParticipantRole) => roster.participants.find(({ role }) => role === wanted);
  const agent = findFirst('AGENT');
  const customerNumber = findFirst('CUSTOMER')?.number;
  const agentId = agent?.name ?? agent?.number;
  return {
    ...id,
    ...roster,
    source: 'siprec',
    isTimed: true,
    format: {
      ...chooseCallFormat(streams.flatMap(({ formats }) => [...formats.values()])),
      channelCount: streams.length,
    },
    ...(customerNumber !== undefined && { customerNumber }),
    ...(agentId !== undefined && { agentId }),
  };
}

/** The same call under an id of its own. */
export const withOwnId = (start: CallStart, callId: CallId): CallStart => ({ ...start, callId, isNewId: true });
