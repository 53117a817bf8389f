import { describe, expect, it } from '@jest/globals';
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

describe('a call with sealed numbers', () => {
  const unstarted = {
    id: 'call-1',
    numberDigests: null,
    isStarted: false,
    categories: [],
    problems: [],
  } as unknown as CallRow;
  const merge = (before: CallRow, writes: readonly object[], digests: readonly string[]) =>
    mergeCallRow(before, writes as Parameters<typeof mergeCallRow>[1], {
      ...{ newMatches: [], progress: null, nowMs: 0 },
      facts: { facts: [], isCut: false, isChanged: true, digests },
    });

  it('is found by a number that came before its start', () => {
    const before = merge(unstarted, [], ['changed']);
    const data = { source: 'kvs', startedAtMs: 1 };
    expect(merge(before, [{ kind: 'started', data, numberDigests: ['start'] }], []).numberDigests).toEqual([
      'changed',
      'start',
    ]);
  });

  it('keeps a bounded number of digests, however often its number changes', () => {
    let row: CallRow = { ...unstarted, isStarted: true };
    for (let change = 0; change < 1_000; change += 1) row = merge(row, [], [`digest-${change}`]);
    expect(row.numberDigests).toHaveLength(512);
  });
});

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
