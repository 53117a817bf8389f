import type { Channel } from '@earshot/contracts';
import { agentsOwnFeelings } from './agents-own-feelings.js';
import { complaints } from './complaints.js';
import { praise } from './praise.js';

const customer = [...complaints, ...praise];

/** The feelings of the turns of speech in an utterance, each counted once. */
export function feelingsOfTurns(words: readonly string[], channel: Channel): number[] {
  const text = words.join(' ');
  return (channel === 'AGENT' ? agentsOwnFeelings : customer)
    .filter(({ pattern }) => pattern.test(text))
    .map(({ value }) => value);
}
