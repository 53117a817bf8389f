import { useEffect, useRef, useState } from 'react';
import { type SentimentSeries, sentimentSeries } from './sentiment-series.js';
import type { Transcript } from './transcript.js';

const redrawEachMs = 700;

/** The chart's series: at most drawn anew so often, however many lines come in. */
export function useSeries(lines: Transcript): SentimentSeries {
  const [series, setSeries] = useState(() => sentimentSeries(lines));
  const latest = useRef(lines);
  const drawn = useRef(lines);
  useEffect(() => {
    latest.current = lines;
  }, [lines]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (drawn.current === latest.current) return;
      drawn.current = latest.current;
      const next = sentimentSeries(latest.current);
      // A growing partial has no score yet: most changes draw nothing new.
      setSeries((shown) => (same(shown, next) ? shown : next));
    }, redrawEachMs);
    return () => clearInterval(timer);
  }, []);
  return series;
}

const same = (a: SentimentSeries, b: SentimentSeries): boolean =>
  a.every((values, at) => values.length === b[at]?.length && values.every((value, point) => value === b[at]?.[point]));
