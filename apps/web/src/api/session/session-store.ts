import { useSyncExternalStore } from 'react';
import type { Right, SignInState } from '@earshot/domain';
import { type AuthResult, fetchSession, signOut } from './auth-requests.js';
import { isUsable, mayDo } from './session-answer.js';
import { reportActivity } from './report-activity.js';
import { type SessionEvent, type SessionState, loadingSession, reduceSession, shownAnswer } from './session-state.js';

/** Repeats a first question that got no answer after this time. */
const askAgainAfterMs = 2_000;

const listeners = new Set<() => void>();
let state: SessionState = loadingSession;
let asking: Promise<void> | null = null;
/** Counts the answers, so that the answer to an older question is dropped. */
let answers = 0;
/** The other windows of this browser, which share the cookie. */
let windows: BroadcastChannel | undefined;

/** Asks who is signed in, and follows what other windows of this browser do. Call it once. */
export function startSession(): void {
  windows = new BroadcastChannel('earshot.session');
  windows.onmessage = ({ data }) => void (data === 'signed-out' ? showSignedOut() : refreshSession());
  reportActivity(idleLimitMs, () => void refreshSession());
  void refreshSession();
}

const idleLimitMs = (): number | undefined =>
  state.kind === 'signed-in' ? state.answer.session?.idleLimitMs : undefined;

function dispatch(event: SessionEvent): void {
  if (event.type !== 'not-answered') answers++;
  state = reduceSession(state, event);
  if (state.kind === 'replaced') window.location.reload();
  for (const listener of [...listeners]) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const readSession = (): SessionState => state;

export const useSession = (): SessionState => useSyncExternalStore(subscribe, readSession);

/** Who is signed in at the open page, or was until the session ended; null before the first answer. */
export const useShownAnswer = (): SignInState | null => shownAnswer(useSession());

/** Whether the reader of the page has the right. */
export function useMayDo(right: Right): boolean {
  const answer = useShownAnswer();
  return answer !== null && mayDo(answer, right);
}

/** Asks the server who is signed in. One question serves all callers until it is answered. */
export function refreshSession(): Promise<void> {
  asking ??= askSession().finally(() => (asking = null));
  return asking;
}

async function askSession(): Promise<void> {
  const answersBefore = answers;
  const result = await fetchSession();
  if (answers !== answersBefore) return;
  if (result.ok) return dispatch({ type: 'answered', answer: result.body });
  dispatch({ type: 'not-answered' });
  if (state.kind === 'loading') setTimeout(() => void refreshSession(), askAgainAfterMs);
}

/** Takes over the answer to a step of the sign-in. */
export function acceptAnswer(answer: SignInState): void {
  dispatch({ type: 'answered', answer });
  if (isUsable(answer)) windows?.postMessage('signed-in');
}

/** Says in this window that another one has signed in. */
export const announceSignIn = (): void => windows?.postMessage('signed-in');

/** Ends the session, or all sessions of the person, and shows nothing of the page afterwards. */
export async function leave(end: () => Promise<AuthResult<unknown>> = signOut): Promise<AuthResult<unknown>> {
  const result = await end();
  if (!result.ok && result.code !== 'UNAUTHENTICATED') return result;
  windows?.postMessage('signed-out');
  const url = result.ok ? (result.body as Partial<SignInState> | null)?.providerSignOutUrl : undefined;
  if (url !== undefined) window.location.assign(url);
  else await showSignedOut();
  return result;
}

async function showSignedOut(): Promise<void> {
  const result = await fetchSession();
  if (result.ok) dispatch({ type: 'signed-out', answer: result.body });
  else window.location.reload();
}

/** Resolves when the page may ask for calls: at once, or after the next sign-in. Rejects when the signal aborts. */
export function whenSignedIn(signal?: AbortSignal | null): Promise<void> {
  if (state.kind === 'signed-in') return Promise.resolve();
  return new Promise<void>((resolve, reject) => {
    const stopListening = subscribe(() => {
      if (state.kind !== 'signed-in') return;
      stopListening();
      resolve();
    });
    const giveUp = (): void => {
      stopListening();
      reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', giveUp, { once: true });
  });
}
