import { useEffect, useRef, useState } from 'react';
import type { Transcript } from './transcript.js';

const rebuildEveryMs = 700;

/**
 * What a panel shows of a transcript, rebuilt at most every `rebuildEveryMs`, however many lines arrive. A growing partial
 * changes nothing in most panels, so they render again only when `isSame` says that the view differs. Both functions must not change.
 */
export function useTranscriptView<View>(
  transcript: Transcript,
  build: (transcript: Transcript) => View,
  isSame: (a: View, b: View) => boolean,
): View {
  const [view, setView] = useState(() => build(transcript));
  const latest = useRef(transcript);
  const built = useRef(transcript);
  useEffect(() => {
    latest.current = transcript;
  }, [transcript]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (built.current === latest.current) return;
      built.current = latest.current;
      const next = build(latest.current);
      setView((shown) => (isSame(shown, next) ? shown : next));
    }, rebuildEveryMs);
    return () => clearInterval(timer);
  }, [build, isSame]);
  return view;
}
