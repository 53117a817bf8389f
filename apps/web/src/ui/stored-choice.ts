import { useState } from 'react';

/** A choice that this browser remembers; storage that is switched off only means that it is forgotten. */
export function useStoredChoice<T extends string>(
  key: string,
  allowed: readonly T[],
  first: T,
): [T, (choice: T) => void] {
  const [choice, setChoice] = useState<T>(() => allowed.find((value) => value === readChoice(key)) ?? first);
  const choose = (next: T): void => {
    setChoice(next);
    try {
      window.localStorage.setItem(key, next);
    } catch {
      return;
    }
  };
  return [choice, choose];
}

function readChoice(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}
