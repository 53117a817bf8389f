import type { CallDetailFragment } from '@earshot/graphql-api';
import type { Segment } from '../../call/transcript/segment-index.js';
import { type Transcript, emptyTranscript, mergeSegment, removeSegment } from '../../call/transcript/transcript.js';

/** The state of a call's page. */
export interface CallPageState {
  /** `missing`: the API does not know the call. `failed`: nothing could be fetched yet. `erased`: nothing can come any more. */
  readonly phase: 'loading' | 'ready' | 'missing' | 'failed' | 'erased';
  readonly call: CallDetailFragment | null;
  readonly transcript: Transcript;
  /** Whether all stored lines have been fetched once. */
  readonly complete: boolean;
  /** Why the last fetch failed; null after a successful one. */
  readonly failure: string | null;
  /** The latest finals that arrived while the page was open, oldest first, for screen readers. */
  readonly announced: readonly Segment[];
}

/** Everything that can happen to the page. Fetched and pushed values may come in any order, late, or twice. */
export type CallPageAction =
  | { type: 'call-received'; call: CallDetailFragment }
  | { type: 'call-missing' }
  | { type: 'call-erased' }
  | { type: 'segments-fetched'; segments: readonly Segment[] }
  | { type: 'segment-pushed'; segment: Segment }
  | { type: 'fetch-completed' }
  | { type: 'fetch-failed'; message: string };

export const loadingCallPage: CallPageState = {
  phase: 'loading',
  call: null,
  transcript: emptyTranscript,
  complete: false,
  failure: null,
  announced: [],
};

const maxAnnounced = 4;

const hasEnded = ({ call }: CallPageState): boolean => call !== null && call.status !== 'LIVE';

function receiveCall(state: CallPageState, call: CallDetailFragment): CallPageState {
  if (state.call && state.call.version >= call.version) return state;
  return { ...state, call, phase: 'ready' };
}

function receivePushedSegment(state: CallPageState, segment: Segment): CallPageState {
  // The last finals are stored before a call ends, so a partial that arrives afterwards is outdated.
  if (segment.isPartial && state.complete && hasEnded(state)) return state;
  const transcript = mergeSegment(state.transcript, segment);
  if (transcript === state.transcript) return state;
  if (segment.isPartial) return { ...state, transcript };
  return { ...state, transcript, announced: [...state.announced, segment].slice(-maxAnnounced) };
}

function completeFetch(state: CallPageState): CallPageState {
  const { transcript } = state;
  const partials = hasEnded(state) ? transcript.partials : [];
  const cleared = partials.reduce((rest, { id }) => removeSegment(rest, id), transcript);
  return { ...state, transcript: cleared, complete: true, failure: null };
}

/**
 * Folds pushed and fetched values into one state. Each value is merged by its revision or version. So subscribing first
 * and fetching afterwards neither loses nor doubles a line, and fetching again after a lost connection is harmless.
 */
export function reduceCallPage(state: CallPageState, action: CallPageAction): CallPageState {
  if (state.phase === 'erased') return state;
  switch (action.type) {
    case 'call-received':
      return receiveCall(state, action.call);
    case 'call-missing':
      return state.call ? state : { ...state, phase: 'missing' };
    case 'call-erased':
      return { ...loadingCallPage, phase: 'erased' };
    case 'segments-fetched':
      return { ...state, transcript: action.segments.reduce(mergeSegment, state.transcript) };
    case 'segment-pushed':
      return receivePushedSegment(state, action.segment);
    case 'fetch-completed':
      return completeFetch(state);
    case 'fetch-failed':
      return { ...state, failure: action.message, phase: state.call ? state.phase : 'failed' };
  }
}
