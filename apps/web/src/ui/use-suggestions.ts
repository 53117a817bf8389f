import { useEffect, useState } from 'react';

/** Waits this long after a key before it asks for suggestions. */
const typingPauseMs = 200;

/** Finds what fits a text. */
export type Suggest = (text: string) => Promise<readonly string[]>;

/** What fits the typed text. Empty while nothing is typed, and for `chosen`, which needs no suggestion. */
export function useSuggestions(typed: string, chosen: string, suggest: Suggest): readonly string[] {
  const [found, setFound] = useState<readonly string[]>([]);
  useEffect(() => {
    if (typed.trim() === '' || typed === chosen) {
      setFound([]);
      return undefined;
    }
    let outdated = false;
    const timer = setTimeout(() => void suggest(typed.trim()).then((all) => !outdated && setFound(all)), typingPauseMs);
    return () => {
      outdated = true;
      clearTimeout(timer);
    };
  }, [typed, chosen, suggest]);
  return found;
}
