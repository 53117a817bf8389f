import type { CaptureFailureReason } from './audio/capture-failure.js';
import type { SoundSource } from './audio/open-capture.js';
import type { UplinkEvent } from './uplink/call-uplink.js';

/** Why no call is sent: a reason of the capture, or a code of the API or of ingest. */
export type StreamRefusal = CaptureFailureReason | (string & {});

/** What the page knows of the call that it sends. */
export type StreamState =
  | { readonly kind: 'idle' }
  /** The browser asks for the microphone or the tab. */
  | { readonly kind: 'asking' }
  | { readonly kind: 'connecting'; readonly callId: string }
  | {
      readonly kind: 'live';
      readonly callId: string;
      readonly isPaused: boolean;
      readonly isReconnecting: boolean;
      readonly lostSources: readonly SoundSource[];
    }
  /** The call is over, and its last samples are on their way. */
  | { readonly kind: 'ending'; readonly callId: string }
  | { readonly kind: 'ended'; readonly callId: string }
  /** `callId`: of a call that has begun. */
  | { readonly kind: 'refused'; readonly reason: StreamRefusal; readonly callId: string | null };

export type StreamEvent =
  | UplinkEvent
  | { readonly kind: 'asked' }
  | { readonly kind: 'captured'; readonly callId: string }
  | { readonly kind: 'capture-failed'; readonly reason: CaptureFailureReason }
  | { readonly kind: 'source-lost'; readonly source: SoundSource }
  | { readonly kind: 'paused'; readonly isPaused: boolean }
  | { readonly kind: 'end-asked' };

export const idleStream: StreamState = { kind: 'idle' };

/** The state after an event. An event that says nothing in a state leaves it as it is. */
export function reduceStream(state: StreamState, event: StreamEvent): StreamState {
  switch (event.kind) {
    case 'asked':
      return { kind: 'asking' };
    case 'captured':
      return { kind: 'connecting', callId: event.callId };
    case 'capture-failed':
      return { kind: 'refused', reason: event.reason, callId: null };
    case 'refused':
      return { kind: 'refused', reason: event.code, callId: state.kind === 'connecting' ? null : callOf(state) };
    case 'ended':
      return endCall(state);
    case 'end-asked':
      return isRunning(state) ? { kind: 'ending', callId: state.callId } : state;
    default:
      return changeRunning(state, event);
  }
}

type RunningEvent = Extract<StreamEvent, { kind: 'live' | 'reconnecting' | 'source-lost' | 'paused' }>;
type Running = Extract<StreamState, { kind: 'connecting' | 'live' }>;

export const isRunning = (state: StreamState): state is Running => state.kind === 'connecting' || state.kind === 'live';

/** Whether sound of the call would be lost if the window closed now. */
export const holdsSound = (state: StreamState): boolean => isRunning(state) || state.kind === 'ending';

/** The call that the page sends or sent; null for none. */
export const callOf = (state: StreamState): string | null => ('callId' in state ? state.callId : null);

function changeRunning(state: StreamState, event: RunningEvent): StreamState {
  if (state.kind === 'connecting' && event.kind === 'live')
    return { kind: 'live', callId: state.callId, isPaused: false, isReconnecting: false, lostSources: [] };
  if (state.kind !== 'live') return state;
  switch (event.kind) {
    case 'live':
      return { ...state, isReconnecting: false };
    case 'reconnecting':
      return { ...state, isReconnecting: true };
    case 'paused':
      return { ...state, isPaused: event.isPaused };
    case 'source-lost':
      return { ...state, lostSources: [...new Set([...state.lostSources, event.source])] };
  }
}

function endCall(state: StreamState): StreamState {
  const callId = callOf(state);
  return callId === null ? state : { kind: 'ended', callId };
}
