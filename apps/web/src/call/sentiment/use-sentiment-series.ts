import { useEffect, useRef, useState } from 'react';
import type { Transcript } from '../transcript/transcript.js';
import { type SentimentSeries, buildSentimentSeries, isSameSeries } from './sentiment-series.js';

const redrawEveryMs = 700;

/** The chart's series, rebuilt at most every `redrawEveryMs`, however many lines arrive. */
export function useSentimentSeries(transcript: Transcript): SentimentSeries {
  const [series, setSeries] = useState(() => buildSentimentSeries(transcript));
  const latest = useRef(transcript);
  const drawn = useRef(transcript);
  useEffect(() => {
    latest.current = transcript;
  }, [transcript]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (drawn.current === latest.current) return;
      drawn.current = latest.current;
      const next = buildSentimentSeries(latest.current);
      // A growing partial has no score: most changes draw nothing new.
      setSeries((shown) => (isSameSeries(shown, next) ? shown : next));
    }, redrawEveryMs);
    return () => clearInterval(timer);
  }, []);
  return series;
}
