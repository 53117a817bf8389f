import type { Sentiment, Trend } from '@earshot/graphql-api';
import { trendWords } from './call-words.js';

const mouths: Record<Sentiment, string> = {
  POSITIVE: 'M5 9.4c.8 1.5 1.8 2.2 3 2.2s2.2-.7 3-2.2',
  NEGATIVE: 'M5 11.4c.8-1.5 1.8-2.2 3-2.2s2.2.7 3 2.2',
  NEUTRAL: 'M5 10.4h6',
  MIXED: 'M4.6 10.6c.9-1.6 1.9-1.6 2.7-.4.9 1.2 2.3 1.4 4-.8',
};

const moodWords: Record<Sentiment, string> = {
  POSITIVE: 'Positive',
  NEGATIVE: 'Negative',
  NEUTRAL: 'Neutral',
  MIXED: 'Mixed',
};

/** A face for a sentiment: told apart by its mouth, not only by its colour; `word` stands beside it. */
export function Mood({ mood, word = moodWords[mood] }: { mood: Sentiment; word?: string }) {
  return (
    <span className={`mood mood-${mood.toLowerCase()}`}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" strokeWidth="1.5" />
        <circle cx="5.6" cy="6.4" r="1" fill="currentColor" />
        <circle cx="10.4" cy="6.4" r="1" fill="currentColor" />
        <path d={mouths[mood]} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
      </svg>
      <span className="mood-word">
        {word !== moodWords[mood] && <span className="visually-hidden">{moodWords[mood]} </span>}
        {word}
      </span>
    </span>
  );
}

const arrows: Record<Trend, string> = {
  UP: 'M3 12 12 4M6 4h6v6',
  DOWN: 'M3 4l9 8M6 12h6V6',
  FLAT: 'M2 8h11M9 4l4 4-4 4',
};

/** Where a sentiment is heading: an arrow and, beside it or for listeners only, the word. */
export function TrendArrow({ trend, showWord = false }: { trend: Trend; showWord?: boolean }) {
  return (
    <span className="trend">
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        <path
          d={arrows[trend]}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.75"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <span className={showWord ? undefined : 'visually-hidden'}>{trendWords[trend]}</span>
    </span>
  );
}
