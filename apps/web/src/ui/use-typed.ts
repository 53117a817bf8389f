import { useEffect, useEffectEvent, useState } from 'react';

const typingPauseMs = 300;

/** What somebody types. It is reported when they stop typing for a moment. `text`: what counts now. */
export function useTyped(
  text: string,
  onChange: (text: string) => void,
): [typed: string, type: (text: string) => void] {
  const [typed, setTyped] = useState(text);
  // An effect event, so that a page that renders again does not restart the timer.
  const reportTyped = useEffectEvent(() => onChange(typed));
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (typed === text) return undefined;
    const timer = setTimeout(() => reportTyped(), typingPauseMs);
    return () => clearTimeout(timer);
  }, [typed, text]);
  return [typed, setTyped];
}
