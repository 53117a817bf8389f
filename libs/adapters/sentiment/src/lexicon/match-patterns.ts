import { agentPatterns } from './agent-patterns.js';
import { complaintPatterns } from './complaint-patterns.js';
import { praisePatterns } from './praise-patterns.js';
import type { Viewpoint } from './viewpoint.js';

const customerPatterns = [...complaintPatterns, ...praisePatterns];

/** The values of the patterns that an utterance matches, each counted once. */
export function matchPatterns(words: readonly string[], viewpoint: Viewpoint): number[] {
  const text = words.join(' ');
  return (viewpoint === 'AGENT' ? agentPatterns : customerPatterns)
    .filter(({ pattern }) => pattern.test(text))
    .map(({ value }) => value);
}
