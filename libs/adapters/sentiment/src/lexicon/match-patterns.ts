import { agentPatterns } from './agent-patterns.js';
import { complaintPatterns } from './complaint-patterns.js';
import { DENY } from './construction.js';
import { praisePatterns } from './praise-patterns.js';
import type { SentimentPattern } from './sentiment-pattern.js';
import type { Viewpoint } from './viewpoint.js';

/** A denied clause holds no praise: "I don't think | that's a great idea". */
const DENIED_CLAUSE = new RegExp(`${DENY}(?: (?!but)\\S+){0,8}`, 'g');

/** The values of the patterns that an utterance matches, each counted once. */
export function matchPatterns(words: readonly string[], viewpoint: Viewpoint): number[] {
  const text = words.join(' ');
  if (viewpoint === 'AGENT') return valuesIn(text, agentPatterns);
  return [...valuesIn(text, complaintPatterns), ...valuesIn(text.replace(DENIED_CLAUSE, DENY), praisePatterns)];
}

const valuesIn = (text: string, patterns: readonly SentimentPattern[]): number[] =>
  patterns.filter(({ pattern }) => pattern.test(text)).map(({ value }) => value);
