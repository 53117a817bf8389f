import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let isNeeded = false;

/** Notes the status of an answer of the API: 401 says that nobody is signed in. */
export function recordAnswerStatus(status: number): void {
  const isNeededNow = status === 401;
  if (isNeeded === isNeededNow) return;
  isNeeded = isNeededNow;
  for (const listener of [...listeners]) listener();
}

/** Whether the server shows nothing before somebody signs in. */
export const needsSignIn = (): boolean => isNeeded;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useSignInNeed = (): boolean => useSyncExternalStore(subscribe, needsSignIn);
