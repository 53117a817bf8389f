import type { CallChange, ChangedFacts, EventData, HearingChange } from '@earshot/contracts';
import type { RosterChange } from './call-roster.js';

/** The language of a call, and whether it is recorded. */
export type StreamTerms = Pick<HearingChange, 'language' | 'isRecorded'>;

/** One event of a call that keeps its place in the audio. */
export type CallUpdate =
  | RosterChange
  | { readonly kind: 'stream-changed'; readonly change: StreamTerms }
  | { readonly kind: 'facts-changed'; readonly change: FactsChange };

/** Facts, and who changed them. */
export type FactsChange = Omit<EventData<'call.changed'>, 'changedAtMs'>;

/** The facts in a change. */
export function factsOf({ swapTracks: _, isRecorded: _1, startProcessing: _2, ...facts }: CallChange): ChangedFacts {
  return facts;
}

/** What of a change is heard on a live call. */
export function hearingOf({ agentId, language, swapTracks, isRecorded, startProcessing }: CallChange): HearingChange {
  return { agentId, language, swapTracks, isRecorded, startProcessing };
}

/** Whether anything is in it. */
export const isEmptyChange = (change: object): boolean => Object.values(change).every((value) => value === undefined);
