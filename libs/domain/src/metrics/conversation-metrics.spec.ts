import { describe, expect, it } from '@jest/globals';
import { participantIdSchema, participantMetricsSchema, type ParticipantRole } from '@earshot/contracts';
import { ConversationMetrics, type SpokenFinal } from './conversation-metrics.js';

/** The participants of these tests, each named by its role. */
const roles = ['CUSTOMER', 'AGENT', 'SUPERVISOR'] as const satisfies readonly ParticipantRole[];
type Role = (typeof roles)[number];
const participantIds = {
  CUSTOMER: participantIdSchema.parse('customer'),
  AGENT: participantIdSchema.parse('agent'),
  SUPERVISOR: participantIdSchema.parse('kim'),
};

const final = (role: Role, startMs: number, endMs: number, score: number | null = 0, isMixed = false): SpokenFinal => ({
  participantId: participantIds[role],
  role,
  startMs,
  endMs,
  wordCount: 4,
  score,
  isMixed,
});

const figures = (finals: readonly SpokenFinal[]) => {
  const metrics = new ConversationMetrics();
  for (const one of finals) metrics.add(one);
  const snapshot = metrics.snapshot();
  return { ...snapshot, of: (role: Role) => snapshot.participants.find((one) => one.role === role) };
};

/** LCA's way on the whole list: the mean of the non-zero scores, and four slices of the participant's time by the end of a segment. */
function lcaReference(finals: readonly SpokenFinal[], role: Role) {
  const list = finals.filter((one) => one.role === role && one.score !== null && one.score !== 0 && !one.isMixed);
  const mean = (scores: readonly number[]) => scores.reduce((sum, score) => sum + score, 0) / scores.length;
  if (list.length === 0) return { average: null, quarters: [] };
  const begin = Math.min(...list.map(({ startMs }) => startMs));
  const end = Math.max(...list.map(({ endMs }) => endMs));
  const quarters = [0, 1, 2, 3].flatMap((slice) => {
    const from = begin + ((end - begin) * slice) / 4;
    const to = begin + ((end - begin) * (slice + 1)) / 4;
    const members = list.filter(({ endMs }) => endMs > from && endMs <= to);
    if (members.length === 0) return [];
    return [
      {
        fromMs: Math.min(...members.map(({ startMs }) => startMs)),
        toMs: Math.max(...members.map(({ endMs }) => endMs)),
        score: mean(members.map(({ score }) => score ?? 0)),
      },
    ];
  });
  return { average: mean(list.map(({ score }) => score ?? 0)), quarters };
}

/** Counts talk, overlap, silence and interruptions millisecond by millisecond. */
function bruteForce(finals: readonly SpokenFinal[]) {
  const endMs = Math.max(...finals.map((one) => one.endMs));
  const on = Object.fromEntries(roles.map((role) => [role, new Uint8Array(endMs)])) as Record<Role, Uint8Array>;
  for (const one of finals) on[one.role as Role].fill(1, one.startMs, one.endMs);
  const othersOf = (role: Role) => roles.filter((other) => other !== role).map((other) => on[other]);
  let overlapMs = 0;
  let silenceMs = 0;
  for (let ms = 0; ms < endMs; ms++) {
    const speaking = roles.filter((role) => on[role][ms] === 1).length;
    if (speaking > 1) overlapMs++;
    if (speaking === 0) silenceMs++;
  }
  const talkMs = (role: Role) => on[role].reduce((sum, one) => sum + one, 0);
  const interruptions = (role: Role) => {
    let count = 0;
    let lastOn = -Infinity;
    for (let ms = 0; ms < endMs; ms++) {
      if (on[role][ms] === 0) continue;
      const isWithinSpeech = othersOf(role).some((other) => ms > 0 && other[ms - 1] === 1 && other[ms] === 1);
      // The turn began here: more than the same-turn gap since this participant spoke last.
      if (ms - (lastOn + 1) > 500 && isWithinSpeech) count++;
      lastOn = ms;
    }
    return count;
  };
  return { overlapMs, silenceMs, talkMs, interruptions };
}

function randomFinals(seed: number, count: number): SpokenFinal[] {
  let state = seed;
  const random = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
  const at = { CUSTOMER: 0, AGENT: 0, SUPERVISOR: 0 };
  const finals = Array.from({ length: count }, () => {
    const role = roles[random(3)] ?? 'AGENT';
    const startMs = at[role] + random(1_500);
    const endMs = startMs + 1 + random(2_000);
    at[role] = endMs;
    return final(role, startMs, endMs, random(4) === 0 ? 0 : random(1_001) / 100 - 5, random(9) === 0);
  });
  for (let index = 1; index < finals.length; index++) {
    const other = Math.max(0, index - random(4));
    [finals[index], finals[other]] = [finals[other] as SpokenFinal, finals[index] as SpokenFinal];
  }
  return finals;
}

describe('ConversationMetrics', () => {
  it('is empty before the first final', () => {
    const { of, silenceMs, overlapMs } = figures([]);
    expect({ silenceMs, overlapMs }).toEqual({ silenceMs: 0, overlapMs: 0 });
    expect(of('AGENT')).toBeUndefined();
  });

  it('counts talk, words per minute, overlap and silence', () => {
    const { of, silenceMs, overlapMs } = figures([
      final('AGENT', 0, 2_000),
      final('CUSTOMER', 1_500, 4_500),
      final('AGENT', 6_000, 8_000),
    ]);
    expect({ silenceMs, overlapMs }).toEqual({ silenceMs: 1_500, overlapMs: 500 });
    expect(of('CUSTOMER')).toMatchObject({ talkMs: 3_000, words: 4, wordsPerMinute: 80, interruptions: 1 });
    expect(of('AGENT')).toMatchObject({ talkMs: 4_000, words: 8, interruptions: 0 });
  });

  it('counts a moment in which three participants speak only once as overlap', () => {
    const { of, silenceMs, overlapMs } = figures([
      final('AGENT', 0, 6_000),
      final('CUSTOMER', 2_000, 5_000),
      final('SUPERVISOR', 3_000, 8_000),
    ]);
    expect({ silenceMs, overlapMs }).toEqual({ silenceMs: 0, overlapMs: 4_000 });
    expect([of('AGENT'), of('CUSTOMER'), of('SUPERVISOR')].map((one) => one?.interruptions)).toEqual([0, 1, 1]);
  });

  it('lists participants by when they first spoke, in the role of their latest final, whatever the order of arrival', () => {
    const finals = [final('AGENT', 0, 900), final('CUSTOMER', 1_000, 1_900), final('CUSTOMER', 3_000, 3_900)];
    const spoken: SpokenFinal[] = finals.map((one, at) => (at === 2 ? { ...one, role: 'SUPERVISOR' } : one));
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ]) {
      const { participants } = figures(order.map((at) => spoken[at] as SpokenFinal));
      expect(participants.map(({ participantId, role }) => [participantId, role])).toEqual([
        ['agent', 'AGENT'],
        ['customer', 'SUPERVISOR'],
      ]);
    }
  });

  it('corrects the words of a final after some of them were removed', () => {
    const metrics = new ConversationMetrics();
    metrics.add(final('CUSTOMER', 0, 2_000));
    metrics.adjustWords(participantIds.CUSTOMER, -3);
    expect(metrics.snapshot()).toMatchObject({ revision: 1, participants: [{ words: 1, wordsPerMinute: 30 }] });
    metrics.adjustWords(participantIds.CUSTOMER, -3);
    expect(metrics.snapshot().participants[0]?.words).toBe(0);
  });

  it('counts no interruption after a breath, or when the other one stops at that moment', () => {
    const { of } = figures([
      final('AGENT', 0, 10_000),
      final('CUSTOMER', 2_000, 3_000),
      final('CUSTOMER', 3_300, 4_000),
      final('CUSTOMER', 10_000, 11_000),
    ]);
    expect(of('CUSTOMER')?.interruptions).toBe(1);
  });

  it('leaves neutral and mixed scores out of the mean, and weights every score by its duration in the weighted mean', () => {
    const { of } = figures([
      final('CUSTOMER', 0, 1_000, -4),
      final('CUSTOMER', 1_000, 4_000, 0),
      final('CUSTOMER', 4_000, 5_000, 2),
      final('CUSTOMER', 5_000, 6_000, 1, true),
      final('CUSTOMER', 6_000, 7_000, null),
    ]);
    expect(of('CUSTOMER')?.averageSentiment).toBeCloseTo(-1, 12);
    expect(of('CUSTOMER')?.weightedSentiment).toBeCloseTo(-1_000 / 6_000, 12);
  });

  it('leaves finals without a score out of the quarters and the trend', () => {
    const scored = [-4, -4, 2, 2].map((score, at) => final('CUSTOMER', at * 10_000, at * 10_000 + 9_000, score));
    const unscored = [0, 1, 2, 3].map((at) => final('CUSTOMER', at * 10_000 + 9_000, at * 10_000 + 9_500, null));
    const spoken = (finals: readonly SpokenFinal[]) => figures(finals.map((one) => ({ ...one, wordCount: 20 })));
    const [without, all] = [spoken(scored).of('CUSTOMER'), spoken([...scored, ...unscored]).of('CUSTOMER')];
    expect(without?.sentimentByQuarter.map(({ score }) => score)).toEqual([-4, -4, 2, 2]);
    expect(all?.sentimentByQuarter).toEqual(without?.sentimentByQuarter);
    expect(all?.sentimentTrend).toBe('UP');
    expect(spoken(unscored).of('CUSTOMER')).toMatchObject({
      averageSentiment: null,
      weightedSentiment: null,
      sentimentTrend: null,
      sentimentByQuarter: [],
    });
  });

  it.each([
    [[-3, -3, -3, 3], 'UP'],
    [[3, 3, 3, -3], 'DOWN'],
    [[1, 1, 1, 1.2], 'FLAT'],
    [[3], null],
  ])('trend of %j is %s', (scores, trend) => {
    const finals = scores.map((score, at) => final('CUSTOMER', at * 10_000, at * 10_000 + 9_000, score));
    const { of } = figures(finals.map((one) => ({ ...one, wordCount: 20 })));
    expect(of('CUSTOMER')?.sentimentTrend).toBe(trend);
  });

  it.each([
    [5_000, 8, 'UP'],
    [5_000, 7, null],
    [4_999, 80, null],
  ])('four finals of %d ms and %d words have the trend %s: one sentence is none', (lengthMs, wordCount, trend) => {
    const finals = [-3, -3, -3, 3].map((score, at) => final('CUSTOMER', at * 6_000, at * 6_000 + lengthMs, score));
    const { of } = figures(finals.map((one) => ({ ...one, wordCount })));
    expect(of('CUSTOMER')?.sentimentTrend).toBe(trend);
  });

  it('equals LCA on the whole list and a count by the millisecond, in every order of arrival', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const finals = randomFinals(seed * 7_919, 1 + (seed % 40));
      const result = figures(finals);
      const brute = bruteForce(finals);
      expect({ overlapMs: result.overlapMs, silenceMs: result.silenceMs }).toEqual({
        overlapMs: brute.overlapMs,
        silenceMs: brute.silenceMs,
      });
      for (const role of new Set(finals.map((one) => one.role as Role))) {
        const one = result.of(role);
        const lca = lcaReference(finals, role);
        expect(one?.talkMs).toBe(brute.talkMs(role));
        expect(one?.interruptions).toBe(brute.interruptions(role));
        expect(one?.averageSentiment ?? 99).toBeCloseTo(lca.average ?? 99, 9);
        expect(one?.sentimentByQuarter.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual(
          lca.quarters.map(({ fromMs, toMs }) => [fromMs, toMs]),
        );
        one?.sentimentByQuarter.forEach(({ score }, index) =>
          expect(score).toBeCloseTo(lca.quarters[index]?.score ?? NaN, 9),
        );
        expect(participantMetricsSchema.safeParse(one).success).toBe(true);
      }
    }
  });
});
