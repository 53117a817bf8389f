import type { SignInState, SignedInUser } from '@earshot/domain';
import { isUsable } from './session-answer.js';

/**
 * What the page knows about who is signed in.
 * `hasLeft`: the reader signed out at this page.
 * `ended`: the session ended while the page was open. The page stays, so that no work is lost, and waits for a new sign-in.
 * `replaced`: somebody else is signed in, or the same person may do something else. Only a new load of the page is safe.
 */
export type SessionState =
  | { readonly kind: 'loading'; readonly hasFailed: boolean }
  | { readonly kind: 'signed-out'; readonly answer: SignInState; readonly hasLeft: boolean }
  | { readonly kind: 'signed-in'; readonly answer: SignInState }
  | { readonly kind: 'ended'; readonly answer: SignInState; readonly before: SignedInUser | null }
  | { readonly kind: 'replaced' };

export type SessionEvent =
  | { readonly type: 'answered'; readonly answer: SignInState }
  | { readonly type: 'not-answered' }
  /** The reader signed out, so nothing of the page may stay. */
  | { readonly type: 'signed-out'; readonly answer: SignInState };

export const loadingSession: SessionState = { kind: 'loading', hasFailed: false };

/** Whose page it is: what a page shows depends on the person and on what the person may do. */
const viewerOf = (session: SignedInUser | null): string =>
  JSON.stringify(session && [session.userId, session.roles, session.agentId, session.teams, session.queues]);

export function reduceSession(state: SessionState, event: SessionEvent): SessionState {
  if (state.kind === 'replaced') return state;
  switch (event.type) {
    case 'not-answered':
      return state.kind === 'loading' ? { kind: 'loading', hasFailed: true } : state;
    case 'signed-out':
      return { kind: 'signed-out', answer: event.answer, hasLeft: true };
    case 'answered':
      return receiveAnswer(state, event.answer);
  }
}

function receiveAnswer(state: SessionState, answer: SignInState): SessionState {
  const shown = shownSession(state);
  if (shown === undefined && isUsable(answer)) return { kind: 'signed-in', answer };
  if (shown === undefined) return { kind: 'signed-out', answer, hasLeft: state.kind === 'signed-out' && state.hasLeft };
  if (!isUsable(answer)) return { kind: 'ended', answer, before: shown };
  return viewerOf(shown) === viewerOf(answer.session) ? { kind: 'signed-in', answer } : { kind: 'replaced' };
}

/** The answer that an open page was made with, so that the page stays as it is when its session ends; null before the first one. */
export function shownAnswer(state: SessionState): SignInState | null {
  if (!('answer' in state)) return null;
  return state.kind === 'ended' ? { ...state.answer, session: state.before } : state.answer;
}

/** Whose session the page was loaded with; null without sign-in, undefined if the page shows nothing yet. */
function shownSession(state: SessionState): SignedInUser | null | undefined {
  if (state.kind === 'signed-in') return state.answer.session;
  return state.kind === 'ended' ? state.before : undefined;
}
