import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parseEvent, type EarshotEvent, type EventOf } from '@earshot/contracts';
import { openPrincipal, roles, type Principal, type Role } from '@earshot/domain';
import type { CallWrite } from '@earshot/ports';
import { as, startScopedGateway, type ScopedGateway } from './support/scoped-gateway.js';
import { secretCall } from './support/secret-call.js';

const calls = {
  own: secretCall('own', '+15550000011', { tenant: 'default', agentId: 'mia' }),
  other: secretCall('other', '+15550000022', { tenant: 'default', agentId: 'ben' }),
  foreign: secretCall('foreign', '+15550000033', { tenant: 'elsewhere', agentId: 'mia' }),
};
const somebody: Principal = { ...openPrincipal, key: 'user:1', subject: 'Ada', roles: [], sources: [] };
const withRole = (role: Role): [string, Principal] => [
  role,
  { ...somebody, key: `user:${role}`, roles: [role], agentId: 'mia' },
];

const SPEAKERS = `participants { id role roleReason roleConfidence joinedAt name }
  metrics { channels { participant { id role } } }
  categoryMatches { participant { role } }
  segments(first: 5) { nodes { participant { role } } }`;

describe('setParticipantRole', () => {
  let scoped: ScopedGateway;

  beforeAll(async () => {
    scoped = await startScopedGateway(Object.fromEntries(roles.map(withRole)), {
      EARSHOT_QUERY_COST_PER_MINUTE: '200000',
    });
    for (const { facts } of Object.values(calls)) await scoped.store(...facts);
  });
  afterAll(() => scoped.stop());
  beforeEach(() => void scoped.gateway.bus.published.splice(0));

  const setRole = (asked: Role, callId: string, participantId = 'customer', role = 'AGENT') =>
    scoped.gateway.query(
      `mutation ($callId: ID!, $participantId: ID!, $role: ParticipantRole!) {
        setParticipantRole(callId: $callId, participantId: $participantId, role: $role) { id role roleReason roleConfidence name }
      }`,
      { callId, participantId, role },
      as(asked),
    );
  const codeFor = async (...asked: Parameters<typeof setRole>) =>
    (await setRole(...asked)).errors?.[0]?.extensions.code;
  const published = (wanted?: string): EarshotEvent[] =>
    scoped.gateway.bus.published
      .filter(({ topic }) => wanted === undefined || topic === wanted)
      .map(({ value }) => parseEvent(value))
      .flatMap((one) => (one.ok ? [one.value] : []));
  const corrections = (topic = 'calls.lifecycle') =>
    published(topic).filter((event): event is EventOf<'participant.changed'> => event.type === 'participant.changed');
  const accesses = () =>
    published()
      .flatMap((event) => (event.type === 'access.recorded' ? event.data.accesses : []))
      .filter(({ action }) => action !== 'SIGN_IN')
      .map(({ principal, action, details }) => [principal, action, details]);
  /** Stores what the gateway published, as persistence does. */
  const storeCorrections = () =>
    scoped.store(
      ...corrections().map(({ callId, occurredAtMs, data }): CallWrite => ({
        kind: 'participant-changed',
        callId,
        atMs: occurredAtMs,
        data,
      })),
    );
  const readSpeakers = async (id: string) => {
    const { data } = await scoped.gateway.query(
      `query ($id: ID!) { call(id: $id) { ${SPEAKERS} } }`,
      { id },
      as('ADMIN'),
    );
    return data?.['call'];
  };

  it.each([
    ['AGENT', 'own', undefined],
    ['AGENT', 'other', 'CALL_NOT_FOUND'],
    ['SUPERVISOR', 'other', undefined],
    ['ADMIN', 'other', undefined],
    ['ANALYST', 'own', 'FORBIDDEN'],
    ['AUDITOR', 'own', 'FORBIDDEN'],
    ['ADMIN', 'foreign', 'CALL_NOT_FOUND'],
  ] as const)('by %s of the call %s gives %s', async (role, name, code) => {
    const { id } = calls[name];
    expect(await codeFor(role, id)).toBe(code);
    expect(corrections()).toHaveLength(code === undefined ? 1 : 0);
    expect(corrections('calls.control')).toEqual(corrections());
    const action = code === undefined ? 'MANAGE' : 'REFUSED';
    expect(accesses()).toEqual([[`user:${role}`, action, ['setParticipantRoleToAgent']]]);
  });

  it('is refused for a participant and a call that do not exist', async () => {
    expect(await codeFor('ADMIN', calls.own.id, 'nobody')).toBe('PARTICIPANT_UNKNOWN');
    expect(await codeFor('ADMIN', calls.own.id, 'track-7')).toBe('PARTICIPANT_UNKNOWN');
    expect(await codeFor('ADMIN', 'nothing')).toBe('CALL_NOT_FOUND');
    expect(corrections()).toEqual([]);
  });

  it('corrects the ended call: its participant, words, matches and metrics, and says who did it', async () => {
    const { id } = calls.own;
    const score = { talkMs: 1_000, words: 3, wordsPerMinute: 180, interruptions: 0, sentimentByQuarter: [] };
    const customer = { participantId: 'customer' as never, role: 'CUSTOMER' } as const;
    const figures = { ...score, ...customer, averageSentiment: -2, weightedSentiment: -2, sentimentTrend: null };
    await scoped.store({
      ...{ kind: 'metrics', callId: id, atMs: 1 },
      data: { revision: 1, silenceMs: 0, overlapMs: 0, participants: [figures] },
    });
    const asked = await setRole('AGENT', id);
    const changed = { id: 'customer', role: 'AGENT', roleReason: 'USER', roleConfidence: 1, name: 'person-own' };
    expect(asked.data).toEqual({ setParticipantRole: changed });
    await storeCorrections();
    expect(await readSpeakers(id)).toEqual({
      participants: [{ ...changed, joinedAt: expect.any(String) }],
      metrics: { channels: [{ participant: { id: 'customer', role: 'AGENT' } }] },
      categoryMatches: [{ participant: { role: 'AGENT' } }],
      segments: { nodes: [{ participant: { role: 'AGENT' } }] },
    });
  });

  it('knows a speaker whom the source did not announce', async () => {
    const { id } = calls.other;
    expect((await setRole('ADMIN', id, 'track-1', 'SUPERVISOR')).errors).toBeUndefined();
    await storeCorrections();
    expect(await readSpeakers(id)).toMatchObject({
      participants: [
        { id: 'customer', roleReason: 'METADATA', roleConfidence: 1 },
        { id: 'track-1', role: 'SUPERVISOR', roleReason: 'USER', joinedAt: null },
      ],
    });
  });

  it('changes two roles in one request', async () => {
    const set = (role: string) =>
      `setParticipantRole(callId: "${calls.other.id}", participantId: "customer", role: ${role}) { role }`;
    const { data } = await scoped.gateway.query(
      `mutation { a: ${set('AGENT')} b: ${set('CUSTOMER')} }`,
      {},
      as('ADMIN'),
    );
    expect(data).toEqual({ a: { role: 'AGENT' }, b: { role: 'CUSTOMER' } });
    await storeCorrections();
    expect(await readSpeakers(calls.other.id)).toMatchObject({ participants: [{ role: 'CUSTOMER' }, {}] });
  });
});
