import { useEffect, useState } from 'react';
import type { AuthRefusal, AuthResult } from '../api/session/auth-requests.js';
import { readSession, refreshSession } from '../api/session/session-store.js';

export interface Attempt<T> {
  readonly isBusy: boolean;
  readonly refusal: AuthRefusal | null;
  /** How long the server refuses another attempt, in ms; 0 if it does not. */
  readonly lockedForMs: number;
  /** Sends the request and calls `onDone` with its answer. Does nothing while another one is on its way. */
  readonly send: (request: () => Promise<AuthResult<T>>) => void;
}

/** Sends the requests of one step of the sign-in, one at a time. */
export function useAttempt<T>(onDone: (body: T) => void): Attempt<T> {
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<AuthRefusal | null>(null);
  const [lockedForMs, lockFor] = useLock();
  const send = async (request: () => Promise<AuthResult<T>>): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setRefusal(null);
    const result = await request();
    setBusy(false);
    if (result.ok) return onDone(result.body);
    setRefusal(result);
    lockFor(result.retryAfterMs ?? 0);
    // A half-finished sign-in lasts a few minutes. The answer leads back to its first step.
    if (result.code === 'UNAUTHENTICATED' && readSession().kind !== 'loading') await refreshSession();
  };
  return { isBusy, refusal, lockedForMs, send: (request) => void send(request) };
}

const everySecondMs = 1_000;

/** The time that is left of a lock, and how to set it. */
function useLock(): [number, (ms: number) => void] {
  const [untilMs, setUntilMs] = useState(0);
  const [nowMs, setNowMs] = useState(0);
  const leftMs = Math.max(0, untilMs - nowMs);
  const isLocked = leftMs > 0;
  useEffect(() => {
    if (!isLocked) return undefined;
    const timer = setInterval(() => setNowMs(Date.now()), everySecondMs);
    return () => clearInterval(timer);
  }, [isLocked]);
  const lockFor = (ms: number): void => {
    // One reading of the clock: a second one may be a millisecond later, which would be a lock of its own.
    const atMs = Date.now();
    setNowMs(atMs);
    setUntilMs(atMs + ms);
  };
  return [leftMs, lockFor];
}
