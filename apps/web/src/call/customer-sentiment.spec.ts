import { expect, it } from '@jest/globals';
import type { CallRowFragment } from '@earshot/graphql-api';
import { byAgent, byCustomer } from '../../test/support/builders.js';
import { customerSentiment } from './customer-sentiment.js';

type Figures = NonNullable<CallRowFragment['metrics']>['channels'][number];

const figures = (over: Partial<Figures>): Figures => ({
  participant: byCustomer.participant,
  talkMs: 30_000,
  words: 90,
  wordsPerMinute: 180,
  interruptions: 0,
  averageSentiment: null,
  weightedSentiment: 2,
  sentimentTrend: 'UP',
  sentimentByQuarter: [],
  ...over,
});
const second = { id: 'customer-2', role: 'CUSTOMER' } as const;

it.each([
  ['no metrics', null, null, null],
  ['no customer', [figures({ participant: byAgent.participant })], null, null],
  ['one customer', [figures({ participant: byAgent.participant, weightedSentiment: -5 }), figures({})], 2, 'UP'],
  ['one customer who said three words', [figures({ talkMs: 1_000, words: 3 })], 2, null],
  ['a customer without a score', [figures({ weightedSentiment: null }), figures({ participant: second })], 2, 'UP'],
  [
    'two customers: one talked three times as long as the other',
    [figures({ talkMs: 90_000 }), figures({ participant: second, weightedSentiment: -2 })],
    1,
    null,
  ],
])('with %s', (_what, channels, score, trend) => {
  const metrics = channels === null ? null : { silenceMs: 0, overlapMs: 0, channels };
  expect(customerSentiment({ metrics })).toEqual({ score, trend });
});
