import type { CallDetailFragment } from '@earshot/graphql-api';
import type { Segment } from './segment-index.js';
import { type Transcript, emptyTranscript, mergeSegment, removeSegment } from './transcript.js';

/** What the page knows of one call. */
export interface LiveCallState {
  /** `missing`: the API knows no such call. `failed`: nothing could be fetched yet; it is tried again. */
  readonly phase: 'loading' | 'ready' | 'missing' | 'failed';
  readonly call: CallDetailFragment | null;
  readonly transcript: Transcript;
  /** Whether every stored line has been fetched once. */
  readonly complete: boolean;
  /** Why the last fetch failed; null while all is well. */
  readonly failure: string | null;
  /** The latest finals that came while the page was open, oldest first, for readers who listen. */
  readonly announced: readonly Segment[];
}

/** Everything that can happen to the page; fetched and pushed values may come in any order, late, or twice. */
export type LiveCallAction =
  | { type: 'call-received'; call: CallDetailFragment }
  | { type: 'call-missing' }
  | { type: 'segments-fetched'; segments: readonly Segment[] }
  | { type: 'segment-pushed'; segment: Segment }
  | { type: 'fetch-completed' }
  | { type: 'fetch-failed'; message: string };

export const loadingCall: LiveCallState = {
  phase: 'loading',
  call: null,
  transcript: emptyTranscript,
  complete: false,
  failure: null,
  announced: [],
};

const announcedLines = 4;

const isOver = ({ call }: LiveCallState): boolean => call !== null && call.status !== 'LIVE';

function receiveCall(state: LiveCallState, call: CallDetailFragment): LiveCallState {
  if (state.call && state.call.version >= call.version) return state;
  return { ...state, call, phase: 'ready' };
}

function receivePush(state: LiveCallState, segment: Segment): LiveCallState {
  // The last finals are stored before a call is over: a partial that comes later has lost its way.
  if (segment.isPartial && state.complete && isOver(state)) return state;
  const transcript = mergeSegment(state.transcript, segment);
  if (transcript === state.transcript) return state;
  if (segment.isPartial) return { ...state, transcript };
  return { ...state, transcript, announced: [...state.announced, segment].slice(-announcedLines) };
}

function completeFetch(state: LiveCallState): LiveCallState {
  const { transcript } = state;
  const settled = isOver(state)
    ? transcript.open.reduce((rest, { id }) => removeSegment(rest, id), transcript)
    : transcript;
  return { ...state, transcript: settled, complete: true, failure: null };
}

/**
 * Folds pushes and fetched pages into one state. Because each value is merged by its revision or version, subscribing
 * first and fetching afterwards leaves no gap and no double, and fetching again after a lost connection is harmless.
 */
export function liveCallState(state: LiveCallState, action: LiveCallAction): LiveCallState {
  switch (action.type) {
    case 'call-received':
      return receiveCall(state, action.call);
    case 'call-missing':
      return state.call ? state : { ...state, phase: 'missing' };
    case 'segments-fetched':
      return { ...state, transcript: action.segments.reduce(mergeSegment, state.transcript) };
    case 'segment-pushed':
      return receivePush(state, action.segment);
    case 'fetch-completed':
      return completeFetch(state);
    case 'fetch-failed':
      return { ...state, failure: action.message, phase: state.call ? state.phase : 'failed' };
  }
}
