import type { Sentiment } from '@earshot/graphql-api';
import { sentimentLabels } from './sentiment.js';
import './sentiment.css';

const mouths: Record<Sentiment, string> = {
  POSITIVE: 'M5 9.4c.8 1.5 1.8 2.2 3 2.2s2.2-.7 3-2.2',
  NEGATIVE: 'M5 11.4c.8-1.5 1.8-2.2 3-2.2s2.2.7 3 2.2',
  NEUTRAL: 'M5 10.4h6',
  MIXED: 'M4.6 10.6c.9-1.6 1.9-1.6 2.7-.4.9 1.2 2.3 1.4 4-.8',
};

interface SentimentFaceProps {
  readonly sentiment: Sentiment;
  /** Text beside the face, such as a score. */
  readonly label?: string;
}

/** A face for a sentiment. The mouth differs as well as the colour, for readers who cannot tell the colours apart. */
export function SentimentFace({ sentiment, label = sentimentLabels[sentiment] }: SentimentFaceProps) {
  return (
    <span className={`sentiment sentiment-${sentiment.toLowerCase()}`}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" strokeWidth="1.5" />
        <circle cx="5.6" cy="6.4" r="1" fill="currentColor" />
        <circle cx="10.4" cy="6.4" r="1" fill="currentColor" />
        <path d={mouths[sentiment]} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
      </svg>
      <span className="sentiment-label">
        {label !== sentimentLabels[sentiment] && <span className="visually-hidden">{sentimentLabels[sentiment]} </span>}
        {label}
      </span>
    </span>
  );
}
