import { expect, it } from '@jest/globals';
import { participantIdSchema, type ParticipantMetrics } from '@earshot/contracts';
import type { CallRow } from './call-row.js';
import { mergeCallRow } from './merge-call-row.js';

const speaker = (id: string, talkMs: number, weightedSentiment: number | null, role: 'CUSTOMER' | 'AGENT') =>
  ({ participantId: participantIdSchema.parse(id), role, talkMs, weightedSentiment }) as ParticipantMetrics;

/** Only what metrics change. */
const row = { metricsRevision: 0, customerSentiment: null, categories: [], endReason: null } as unknown as CallRow;

const customerSentiment = (participants: ParticipantMetrics[]) => {
  const data = { revision: 1, silenceMs: 0, overlapMs: 0, participants };
  const write = { kind: 'metrics', data } as unknown as Parameters<typeof mergeCallRow>[1][number];
  return mergeCallRow(row, [write], { newMatches: [], progress: null, facts: null, nowMs: 0 }).customerSentiment;
};

it.each([
  ['nobody', [], null],
  ['a customer without a score', [speaker('ann', 9_000, null, 'CUSTOMER')], null],
  ['only the agent has one', [speaker('ann', 9_000, null, 'CUSTOMER'), speaker('bob', 1_000, 4, 'AGENT')], null],
  [
    'one of two customers has none, whatever it talked',
    [speaker('ann', 1_000, -2, 'CUSTOMER'), speaker('cleo', 90_000, null, 'CUSTOMER')],
    -2,
  ],
  [
    'three customers, one without',
    [
      speaker('ann', 3_000, -2, 'CUSTOMER'),
      speaker('cleo', 90_000, null, 'CUSTOMER'),
      speaker('dan', 1_000, 2, 'CUSTOMER'),
    ],
    -1,
  ],
] as const)('the customers’ sentiment leaves out who has no score: %s', (_what, participants, expected) => {
  expect(customerSentiment([...participants])).toBe(expected);
});
