import { Suspense, lazy, useLayoutEffect, useRef } from 'react';
import { leave, useSession } from '../api/session/session-store.js';
import './session-ended.css';

const SignInFlow = lazy(() => import('../sign-in/SignInFlow.js'));

/**
 * Asks the reader to sign in again when the session ended under an open page. The page behind it keeps its filters, typed
 * text and place, and goes on afterwards.
 */
export function SessionEnded() {
  const session = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  if (session.kind !== 'ended') return null;
  const { answer, before } = session;
  return (
    <dialog
      ref={dialog}
      className="session-ended"
      aria-labelledby="session-ended-title"
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.preventDefault();
      }}
      onCancel={(event) => event.preventDefault()}
      // A browser closes a dialog at the second Escape, whatever the page says.
      onClose={() => dialog.current?.showModal()}
    >
      <h2 id="session-ended-title">Your session has ended</h2>
      <p>Sign in again to go on where you were. Nothing that you typed is lost.</p>
      <Suspense fallback={<p role="status">Loading…</p>}>
        <SignInFlow answer={answer} knownName={before?.name ?? null} ssoWindow />
      </Suspense>
      <button type="button" className="text-button" onClick={() => void leave()}>
        Leave this page
      </button>
    </dialog>
  );
}
