import type { Channel } from '@earshot/contracts';
import { agentPatterns } from './agent-patterns.js';
import { complaintPatterns } from './complaint-patterns.js';
import { praisePatterns } from './praise-patterns.js';

const customerPatterns = [...complaintPatterns, ...praisePatterns];

/** The values of the patterns that an utterance matches, each counted once. */
export function matchPatterns(words: readonly string[], channel: Channel): number[] {
  const text = words.join(' ');
  return (channel === 'AGENT' ? agentPatterns : customerPatterns)
    .filter(({ pattern }) => pattern.test(text))
    .map(({ value }) => value);
}
