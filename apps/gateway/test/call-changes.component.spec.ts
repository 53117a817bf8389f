import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { callIdSchema, parseEvent, type EventData } from '@earshot/contracts';
import { openPrincipal, roles, type Principal, type Role } from '@earshot/domain';
import { LocalMasterKey } from '@earshot/keys';
import type { CallWrite } from '@earshot/ports';
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
const STARTED_AT_MS = Date.parse('2031-05-04T10:00:00.000Z');

describe('changes of calls', () => {
  let scoped: ScopedGateway;

  beforeAll(async () => {
    scoped = await startScopedGateway(
      Object.fromEntries(roles.map(withRole)),
      { EARSHOT_QUERY_COST_PER_MINUTE: '10000000' },
      new LocalMasterKey([randomBytes(32)]),
    );
    for (const { id, facts } of Object.values(calls))
      await scoped.store(...(id === calls.over.id ? facts : facts.filter(({ kind }) => !endings.includes(kind))));
  });
  afterAll(() => scoped.stop());
  beforeEach(() => void scoped.gateway.bus.published.splice(0));

  const ask = (role: Role, mutation: string, variables: Record<string, unknown> = {}) =>
    scoped.gateway.query(mutation, variables, as(role));
  const change = (role: Role, id: string, given: object) =>
    ask(role, 'mutation ($id: ID!, $given: CallChange!) { changeCall(id: $id, change: $given) { id } }', { id, given });
  const codeOf = async (answer: ReturnType<typeof ask>) => (await answer).errors?.[0]?.extensions.code;
  const sent = () =>
    scoped.gateway.bus.published
      .filter(({ topic }) => topic === 'calls.lifecycle' || topic === 'calls.control')
      .map(({ topic, value }) => {
        const parsed = parseEvent(value);
        if (!parsed.ok || !('data' in parsed.value)) throw new Error('not an event');
        const { changedAtMs: _, ...data } = parsed.value.data as EventData<'call.changed'>;
        return [topic, parsed.value.type, data];
      });
  /** Stores what was sent, as persistence does. */
  const storeSent = async () => {
    for (const { topic, value } of scoped.gateway.bus.published.splice(0)) {
      const parsed = parseEvent(value);
      if (topic !== 'calls.lifecycle' || !parsed.ok || parsed.value.type !== 'call.changed') continue;
      const { callId, occurredAtMs: atMs, data } = parsed.value;
      await scoped.store({ kind: 'changed', callId, atMs, data });
    }
  };
  const fields =
    'agentId customerNumber systemNumber queue name language metadata { key value } waitsForStart startedAt';
  const read = async (id: string, role: Role = 'ADMIN') =>
    (await ask(role, `query ($id: ID!) { call(id: $id) { ${fields} } }`, { id })).data?.['call'];
  const find = async (text: string, role: Role = 'ADMIN') =>
    (await ask(role, 'query ($text: String) { calls(filter: { text: $text }) { nodes { id } } }', { text })).data?.[
      'calls'
    ];
  const requestedBy = (role: Role) => ({ principal: `user:${role}`, subject: 'Ada' });

  it.each([
    ['AGENT', 'own', undefined],
    ['AGENT', 'other', 'CALL_NOT_FOUND'],
    ['SUPERVISOR', 'other', undefined],
    ['ANALYST', 'own', 'FORBIDDEN'],
    ['ADMIN', 'foreign', 'CALL_NOT_FOUND'],
  ] as const)('by %s of the call %s give %s', async (role, name, code) => {
    const { id } = calls[name];
    expect(await codeOf(change(role, id, { language: 'de-DE' }))).toBe(code);
    expect(await codeOf(ask(role, `mutation { startCall(id: "${id}") { id } }`))).toBe(code);
    expect(await codeOf(ask(role, `mutation { setRecording(id: "${id}", isRecorded: false) { id } }`))).toBe(code);
    expect(await codeOf(ask(role, `mutation { swapTracks(id: "${id}", one: 0, other: 1) { id } }`))).toBe(code);
    const origin = { tenant: 'default', requestedBy: requestedBy(role) };
    const expected = [
      ['calls.lifecycle', 'call.changed', { language: 'de-DE', ...origin }],
      ...[{ language: 'de-DE' }, { startProcessing: true }, { isRecorded: false }, { swapTracks: [0, 1] }].map(
        (hearing) => ['calls.control', 'call.change-requested', { ...hearing, ...origin }],
      ),
    ];
    expect(sent()).toEqual(code === undefined ? expected : []);
  });

  it('are recorded before they are sent, with the names of the fields and without their values', async () => {
    await change('SUPERVISOR', calls.other.id, {
      customerNumber: '+15559999',
      metadata: [{ key: 'ticket', value: 'T-9' }],
    });
    const { published } = scoped.gateway.bus;
    const topics = published.map(({ topic }) => topic);
    expect(topics.indexOf('calls.audit-trail')).toBeLessThan(topics.indexOf('calls.lifecycle'));
    const recorded = published
      .filter(({ topic }) => topic === 'calls.audit-trail')
      .map(({ value }) => Buffer.from(value).toString());
    expect(recorded.join()).toContain('changeCallCustomerNumber');
    expect(recorded.join()).not.toMatch(/\+15559999|T-9/);
  });

  it('are recorded even if they change nothing, because the answer holds the call', async () => {
    expect(await codeOf(change('SUPERVISOR', calls.other.id, {}))).toBeUndefined();
    const { published } = scoped.gateway.bus;
    expect(published.map(({ topic }) => topic)).toEqual(['calls.audit-trail']);
    expect(published.map(({ value }) => Buffer.from(value).toString()).join()).toContain('"changeCall"');
  });

  it('of a call that is over are stored, and nothing is heard of it', async () => {
    const { id } = calls.over;
    const given = { agentId: 'Noa', queue: 'claims', metadata: [{ key: 'ticket', value: 'T-1' }] };
    expect(await codeOf(change('ADMIN', id, given))).toBeUndefined();
    expect(sent().map(([topic]) => topic)).toEqual(['calls.lifecycle']);
    await storeSent();
    expect(await read(id)).toMatchObject({
      agentId: 'Noa',
      queue: 'claims',
      metadata: [{ key: 'ticket', value: 'T-1' }],
    });
    for (const mutation of [
      'startCall(id: $id)',
      'setRecording(id: $id, isRecorded: true)',
      'swapTracks(id: $id, one: 0, other: 1)',
    ])
      expect(await codeOf(ask('ADMIN', `mutation ($id: ID!) { ${mutation} { id } }`, { id }))).toBe('CALL_IS_OVER');
  });

  it('keep the newest value of each field and of each entry, in whatever order they come', async () => {
    const { id } = calls.other;
    const changed = (changedAtMs: number, data: Partial<EventData<'call.changed'>>): CallWrite => ({
      ...{ kind: 'changed', callId: callIdSchema.parse(id), atMs: changedAtMs },
      data: { changedAtMs, ...data },
    });
    await scoped.store(changed(3_000, { name: 'contact-7', metadata: { a: '3', b: null } }));
    await scoped.store(changed(1_000, { name: 'contact-1', metadata: { a: '1', b: '1', c: '1' }, language: 'fr-FR' }));
    await scoped.store(changed(2_000, { name: 'contact-2', tenant: 'elsewhere', language: 'it-IT' }));
    expect(await read(id)).toMatchObject({
      ...{ name: 'contact-7', language: 'fr-FR' },
      metadata: [
        { key: 'a', value: '3' },
        { key: 'c', value: '1' },
      ],
    });
    expect(await find('contact-7')).toEqual({ nodes: [{ id }] });
    expect(await find('contact-1')).toEqual({ nodes: [{ id }] });
    expect(await find('contact')).toEqual({ nodes: [] });
  });

  it('that come before the start of the call count, unless they are of another tenant', async () => {
    const callId = callIdSchema.parse('call-early');
    const early = (changedAtMs: number, data: Partial<EventData<'call.changed'>>): CallWrite => ({
      ...{ kind: 'changed', callId, atMs: changedAtMs, data: { changedAtMs, ...data } },
    });
    await scoped.store(early(1_000, { agentId: 'Mia' }), early(2_000, { queue: 'stolen', tenant: 'elsewhere' }));
    const data = {
      ...{ source: 'kvs', startedAtMs: STARTED_AT_MS, agentId: 'Ben', name: 'contact-9', awaitsStart: true as const },
      metadata: { campaign: 'renewals' },
    };
    await scoped.store({ kind: 'started', callId, atMs: 3_000, data });
    expect(await read(callId)).toMatchObject({
      ...{ agentId: 'Mia', queue: null, name: 'contact-9', waitsForStart: true },
      metadata: [{ key: 'campaign', value: 'renewals' }],
    });
    await scoped.store(early(4_000, { processingStartedAtMs: STARTED_AT_MS + 60_000 }));
    expect(await read(callId)).toMatchObject({ waitsForStart: false, startedAt: '2031-05-04T10:01:00.000Z' });
  });

  it.each([
    { language: 'English' },
    { name: 'x'.repeat(257) },
    { agentId: '' },
    { metadata: [{ key: '', value: '1' }] },
    { metadata: [{ key: 'a', value: 'x'.repeat(2_049) }] },
    { metadata: Array.from({ length: 65 }, (_, at) => ({ key: `key-${at}`, value: '1' })) },
    { metadata: Array.from({ length: 9 }, (_, at) => ({ key: `key-${at}`, value: 'x'.repeat(2_000) })) },
  ])('that are not valid are refused as a whole (case %#)', async (given) => {
    expect(await codeOf(change('ADMIN', calls.own.id, { ...given, queue: 'claims' }))).toBe('BAD_INPUT');
    expect(sent()).toEqual([]);
  });

  it('never give a call more metadata than it may have, and the call says so', async () => {
    const { id } = calls.own;
    for (let change = 1; change <= 3; change++) {
      const metadata = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`key-${change}-${at}`, '1']));
      await scoped.store({ kind: 'changed', callId: id, atMs: change, data: { changedAtMs: change, metadata } });
    }
    const { data } = await ask('ADMIN', `{ call(id: "${id}") { metadata { key } problems { code } } }`);
    const found = data?.['call'] as unknown as { metadata: object[]; problems: { code: string }[] };
    expect(found.metadata).toHaveLength(64);
    expect(found.problems.map(({ code }) => code)).toContain('METADATA_LEFT_OUT');
  });
});
