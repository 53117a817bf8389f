import { useState } from 'react';

/** A choice that this browser remembers. Where storage is disabled, the choice lasts until the page is closed. */
export function useStoredChoice<T extends string>(
  key: string,
  allowed: readonly T[],
  initial: T,
): [T, (choice: T) => void] {
  const [choice, setChoice] = useState<T>(() => allowed.find((value) => value === readChoice(key)) ?? initial);
  const storeChoice = (next: T): void => {
    setChoice(next);
    try {
      window.localStorage.setItem(key, next);
    } catch {
      return;
    }
  };
  return [choice, storeChoice];
}

function readChoice(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}
