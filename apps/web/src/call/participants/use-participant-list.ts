import { useMemo } from 'react';
import type { CallDetailFragment } from '@earshot/graphql-api';
import {
  type KnownParticipant,
  type ParticipantList,
  type Speaker,
  buildParticipantList,
  knownParticipants,
} from './participant-list.js';

/** The participants of the call. The list stays the same object until one of them changes, so that lines do not render again. */
export function useParticipantList(call: CallDetailFragment, speakers: readonly Speaker[]): ParticipantList {
  const known = JSON.stringify(knownParticipants(call, speakers));
  return useMemo(() => buildParticipantList(JSON.parse(known) as KnownParticipant[]), [known]);
}
