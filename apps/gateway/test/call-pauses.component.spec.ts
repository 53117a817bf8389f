import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parseEvent } from '@earshot/contracts';
import { openPrincipal, roles, type Principal, type Role } from '@earshot/domain';
import { as, startScopedGateway, type ScopedGateway } from './support/scoped-gateway.js';
import { secretCall } from './support/secret-call.js';

const calls = {
  own: secretCall('own', '+15550000011', { tenant: 'default', agentId: 'mia' }),
  other: secretCall('other', '+15550000022', { tenant: 'default', agentId: 'ben' }),
  foreign: secretCall('foreign', '+15550000033', { tenant: 'elsewhere', agentId: 'mia' }),
  over: secretCall('over', '+15550000044', { tenant: 'default', agentId: 'mia' }),
};
const endings: readonly string[] = ['ended', 'audio-done', 'transcript-done'];
const somebody: Principal = { ...openPrincipal, key: 'user:1', subject: 'Ada', roles: [], sources: [] };
const withRole = (role: Role): [string, Principal] => [
  role,
  { ...somebody, key: `user:${role}`, roles: [role], agentId: 'mia' },
];
type Mutation = 'pauseCall' | 'resumeCall';

describe('pauseCall and resumeCall', () => {
  let scoped: ScopedGateway;

  beforeAll(async () => {
    scoped = await startScopedGateway(Object.fromEntries(roles.map(withRole)), {
      EARSHOT_QUERY_COST_PER_MINUTE: '100000',
    });
    for (const { id, facts } of Object.values(calls))
      await scoped.store(...(id === calls.over.id ? facts : facts.filter(({ kind }) => !endings.includes(kind))));
  });
  afterAll(() => scoped.stop());
  beforeEach(() => void scoped.gateway.bus.published.splice(0));

  const ask = (role: Role, id: string, mutation: Mutation = 'pauseCall') =>
    scoped.gateway.query(`mutation ($id: ID!) { ${mutation}(id: $id) { id pausedSince } }`, { id }, as(role));
  const codeFor = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).errors?.[0]?.extensions.code;
  const requests = () =>
    scoped.gateway.bus.published
      .filter(({ topic }) => topic === 'calls.control')
      .map(({ value }) => parseEvent(value))
      .map(
        (parsed) => parsed.ok && 'data' in parsed.value && [parsed.value.callId, parsed.value.type, parsed.value.data],
      );

  const accesses = () =>
    scoped.gateway.bus.published
      .map(({ value }) => parseEvent(value))
      .flatMap((parsed) => (parsed.ok && parsed.value.type === 'access.recorded' ? parsed.value.data.accesses : []))
      .map(({ principal, action, details }) => [principal, action, details]);

  it.each([
    ['AGENT', 'own', undefined],
    ['AGENT', 'other', 'CALL_NOT_FOUND'],
    ['SUPERVISOR', 'other', undefined],
    ['ADMIN', 'other', undefined],
    ['ANALYST', 'own', 'FORBIDDEN'],
    ['AUDITOR', 'own', 'FORBIDDEN'],
    ['ADMIN', 'foreign', 'CALL_NOT_FOUND'],
    ['AGENT', 'over', 'CALL_IS_OVER'],
  ] as const)('by %s of the call %s give %s', async (role, name, code) => {
    const { id } = calls[name];
    expect([await codeFor(role, id), await codeFor(role, id, 'resumeCall')]).toEqual([code, code]);
    const requestedBy = { principal: `user:${role}`, subject: 'Ada' };
    const sent = ['PAUSE', 'RESUME'].map((action) => [id, 'call.pause-requested', { action, requestedBy }]);
    expect(requests()).toEqual(code === undefined ? sent : []);
  });

  it('of an id that no call has are not found', async () => {
    expect(await codeFor('ADMIN', 'unknown')).toBe('CALL_NOT_FOUND');
    expect(await codeFor('ADMIN', '')).toBe('CALL_NOT_FOUND');
  });

  it('are recorded before they are sent, and so is a refusal', async () => {
    await ask('SUPERVISOR', calls.other.id);
    await ask('AGENT', calls.other.id);
    const topics = scoped.gateway.bus.published.map(({ topic }) => topic);
    expect(topics.indexOf('calls.audit-trail')).toBeLessThan(topics.indexOf('calls.control'));
    expect(accesses()).toEqual([
      ['user:SUPERVISOR', 'MANAGE', ['pauseCall']],
      ['user:AGENT', 'REFUSED', ['pauseCall']],
    ]);
  });

  it('carry a reason from a list to ingest, to the audit and to the call', async () => {
    const { id } = calls.other;
    const mutation = (reason: string) =>
      scoped.gateway.query(`mutation { pauseCall(id: "${id}", reason: ${reason}) { id } }`, {}, as('SUPERVISOR'));
    expect((await mutation('PAYMENT')).errors).toBeUndefined();
    expect((await mutation('"my card is 4111"')).errors).toHaveLength(1);
    const requestedBy = { principal: 'user:SUPERVISOR', subject: 'Ada' };
    const data = { action: 'PAUSE', reason: 'PAYMENT', requestedBy };
    expect(requests()).toEqual([[id, 'call.pause-requested', data]]);
    expect(accesses()).toEqual([['user:SUPERVISOR', 'MANAGE', ['pauseCallForPayment']]]);
    await scoped.store({
      ...{ kind: 'pause', callId: id, atMs: 2_000 },
      data: { isPaused: true, changedAtMs: 2_000, reason: 'PAYMENT', requestedBy },
    });
    const read = '{ pauseChanges { at isPaused reason subject } }';
    const { data: found } = await scoped.gateway.query(`{ call(id: "${id}") ${read} }`, {}, as('ADMIN'));
    expect(found).toEqual({
      call: { pauseChanges: [{ at: '1970-01-01T00:00:02.000Z', isPaused: true, reason: 'PAYMENT', subject: 'Ada' }] },
    });
  });

  it('are limited for somebody who asks without end, and not for others', async () => {
    let code: unknown;
    for (let at = 0; at < 200 && code !== 'RATE_LIMITED'; at++) code = await codeFor('SUPERVISOR', calls.other.id);
    expect(code).toBe('RATE_LIMITED');
    expect(requests().length).toBeLessThan(21);
    expect(await codeFor('ADMIN', calls.other.id)).toBeUndefined();
  });

  it('are seen on the call: it says since when it is paused, until it goes on or ends', async () => {
    const { id } = calls.own;
    const pausedSince = async () => {
      const { data } = await scoped.gateway.query(
        'query ($id: ID!) { call(id: $id) { pausedSince } }',
        { id },
        as('ADMIN'),
      );
      return (data?.['call'] as never as { pausedSince: string | null }).pausedSince;
    };
    const change = (isPaused: boolean, changedAtMs: number) =>
      scoped.store({ kind: 'pause', callId: id, atMs: changedAtMs, data: { isPaused, changedAtMs } });
    expect(await pausedSince()).toBeNull();
    await change(true, 2_000);
    expect(await pausedSince()).toBe('1970-01-01T00:00:02.000Z');
    await change(false, 1_000);
    expect(await pausedSince()).toBe('1970-01-01T00:00:02.000Z');
    await change(false, 3_000);
    await change(true, 2_000);
    expect(await pausedSince()).toBeNull();
    await change(true, 4_000);
    const data = { endedAtMs: 5_000, durationMs: 1_000, reason: 'ENDED' } as const;
    await scoped.store({ kind: 'ended', callId: id, atMs: 5_000, data });
    expect(await pausedSince()).toBeNull();
  });
});
