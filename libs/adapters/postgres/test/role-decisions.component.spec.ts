import type { Participant, ParticipantRole, RoleReason, SegmentId } from '@earshot/contracts';
import { EVERY_ROW, type CallView, type CallWrite } from '@earshot/ports';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  EVERYTHING,
  NOW,
  assigned,
  changed,
  figuresOf,
  id,
  joined,
  metrics,
  participant,
  runSql,
  segment,
  startDatabase,
  started,
} from './postgres.js';

const customer = participant('customer', 'UNKNOWN', { number: '+15550100' });
const agent = participant('agent', 'UNKNOWN', { name: 'Robin' });

let database: Awaited<ReturnType<typeof startDatabase>>;
beforeAll(async () => void (database = await startDatabase('persistence')), 120_000);
afterAll(() => database.stop(), 60_000);

const apply = (...writes: CallWrite[]) => database.stores.callStore.apply(writes, NOW);

async function readCall(callId: string): Promise<CallView> {
  const [found] = await database.stores.callReader.callsById(EVERY_ROW, [id(callId)]);
  if (!found) throw new Error('no such call');
  return found;
}

/** A decision `laterMs` after the start of the spec. */
function decided(
  callId: string,
  { id: participantId }: Participant,
  role: ParticipantRole,
  over: Decided = {},
): CallWrite {
  const { laterMs = 0, reason = 'USER', confidence = 1 } = over;
  const who = { ...participant(participantId, role), roleReason: reason, roleConfidence: confidence };
  return { kind: 'participant-changed', callId: id(callId), atMs: NOW + laterMs, data: { participant: who, atMs: 0 } };
}
type Decided = { laterMs?: number; reason?: RoleReason; confidence?: number };

const speakerOf = (one: Participant, track: number) => ({ participantId: one.id, role: one.role, track });
const figuresFor = (one: Participant, score: number) => figuresOf('UNKNOWN', score, { participantId: one.id });

/** A call of two participants whom the source knows nothing about, with words, a match and metrics of both. */
const factsOf = (callId: string): CallWrite[] => [
  started(callId),
  joined(callId, customer, 0),
  joined(callId, agent, 0),
  assigned(callId, 0, customer, 0),
  assigned(callId, 1, agent, 0),
  segment(callId, { segmentId: '0-0-0' as SegmentId, ...speakerOf(customer, 0) }),
  segment(callId, { segmentId: '1-0-0' as SegmentId, ...speakerOf(agent, 1), startMs: 2_000, endMs: 3_000 }),
  {
    kind: 'category',
    callId: id(callId),
    atMs: NOW,
    data: {
      category: 'COMPLAINT',
      isAlert: false,
      segmentId: '0-0-0' as SegmentId,
      ...speakerOf(customer, 0),
      atMs: 100,
    },
  },
  metrics(callId, 3, figuresFor(customer, -2), figuresFor(agent, 4)),
];

async function rolesIn(callId: string) {
  const { callReader } = database.stores;
  const call = await readCall(callId);
  const segments = await callReader.segments(EVERYTHING, id(callId), { first: 10 });
  const matches = await callReader.categoryMatches(EVERYTHING, id(callId));
  const assignments = await callReader.trackAssignments(EVERYTHING, id(callId));
  return {
    participants: call.participants.map(({ role, roleReason, roleConfidence }) => [role, roleReason, roleConfidence]),
    segments: segments.items.map(({ item }) => item.role),
    matches: matches.map(({ role }) => role),
    assignments: assignments.map(({ role }) => role),
    metrics: call.metrics?.participants.map(({ role }) => role),
  };
}

const corrected = {
  participants: [
    ['CUSTOMER', 'OTHER_PARTY', 0.9],
    ['AGENT', 'GREETING', 0.9],
  ],
  segments: ['CUSTOMER', 'AGENT'],
  matches: ['CUSTOMER'],
  assignments: ['CUSTOMER', 'AGENT'],
  metrics: ['CUSTOMER', 'AGENT'],
};

describe('a decision about roles in PostgreSQL', () => {
  const decisions = (callId: string) => [
    decided(callId, agent, 'AGENT', { reason: 'GREETING', confidence: 0.9 }),
    decided(callId, customer, 'CUSTOMER', { reason: 'OTHER_PARTY', confidence: 0.9 }),
  ];

  it('holds for everything that is stored of the call, whether it comes before, after or among the facts', async () => {
    await apply(...factsOf('after'));
    await apply(...decisions('after'));
    await apply(...decisions('before'));
    await apply(...factsOf('before'));
    const [first, second] = [factsOf('among').slice(0, 6), factsOf('among').slice(6)];
    await apply(...first, ...decisions('among'));
    for (const write of second) await apply(write);
    for (const callId of ['after', 'before', 'among']) expect(await rolesIn(callId)).toEqual(corrected);
    expect((await readCall('after')).participants).toMatchObject([{ number: '+15550100' }, { name: 'Robin' }]);
    const sql = `select customer_sentiment as score from calls where id in ('after', 'before', 'among')`;
    expect(await runSql(database.url, sql)).toEqual([{ score: -2 }, { score: -2 }, { score: -2 }]);
  });

  it('changes the version of the call once', async () => {
    await apply(...factsOf('version'));
    const { version } = await readCall('version');
    await apply(...decisions('version'));
    await apply(...decisions('version'));
    expect((await readCall('version')).version).toBe(version + 1);
  });

  it('of a person holds against everything else, and the newest of two holds', async () => {
    const facts = (callId: string) => [
      decided(callId, agent, 'AGENT', { laterMs: 10 }),
      decided(callId, agent, 'CUSTOMER', { laterMs: 20 }),
      decided(callId, agent, 'AGENT', { laterMs: 30, reason: 'GREETING' }),
      changed(callId, { ...agent, role: 'SUPERVISOR', name: 'Robin B.' }, 40),
    ];
    for (const [callId, order] of [
      ['person-1', facts('person-1')],
      ['person-2', facts('person-2').toReversed()],
    ] as const) {
      await apply(started(callId), joined(callId, agent, 0));
      for (const fact of order) await apply(fact);
      await apply(segment(callId, { ...speakerOf({ ...agent, role: 'SUPERVISOR' }, 1) }));
      expect((await readCall(callId)).participants).toEqual([
        {
          id: 'agent',
          role: 'CUSTOMER',
          name: 'Robin B.',
          roleReason: 'USER',
          roleConfidence: 1,
          joinedMs: 0,
          leftMs: null,
        },
      ]);
      expect((await rolesIn(callId)).segments).toEqual(['CUSTOMER']);
    }
  });

  it('by what was said gives way when the source says the role', async () => {
    await apply(...factsOf('said'), ...decisions('said'));
    await apply(changed('said', { ...agent, role: 'SUPERVISOR' }, 50_000));
    expect((await readCall('said')).participants[1]).toMatchObject({ role: 'SUPERVISOR', name: 'Robin' });
    expect((await readCall('said')).participants[1]).not.toHaveProperty('roleReason');
  });

  it('shows a participant whom the source did not announce', async () => {
    const implied = participant('track-0', 'UNKNOWN');
    await apply(started('implied'), segment('implied', speakerOf(implied, 0)), decided('implied', implied, 'AGENT'));
    expect((await readCall('implied')).participants).toEqual([
      { id: 'track-0', role: 'AGENT', roleReason: 'USER', roleConfidence: 1, joinedMs: null, leftMs: null },
    ]);
  });

  it('keeps the reason of a role that the number of the participant has', async () => {
    const known = participant('p', 'AGENT', { number: '4711', roleReason: 'NUMBER', roleConfidence: 1 });
    await apply(joined('number', known, 0));
    expect((await readCall('number')).participants).toMatchObject([{ role: 'AGENT', roleReason: 'NUMBER' }]);
  });

  it.each(['constructor', '__proto__'])('may be about a participant with the id %s', async (name) => {
    const odd = participant(name, 'UNKNOWN');
    const callId = `odd-${name}`;
    await apply(started(callId), segment(callId, speakerOf(odd, 0)), joined(callId, odd, 0));
    expect((await rolesIn(callId)).segments).toEqual(['UNKNOWN']);
    await apply(decided(callId, odd, 'AGENT'));
    await apply(segment(callId, { ...speakerOf(odd, 0), revision: 3 }));
    expect((await rolesIn(callId)).segments).toEqual(['AGENT']);
  });
});
