import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { issueKey, KeyAuthenticator, KeyDirectory, type KeyGrant } from '@earshot/access';
import { parseEvent, type AuditedAccess } from '@earshot/contracts';
import { typeDefs } from '@earshot/graphql-api';
import type { AuditEntry } from '@earshot/ports';
import { CapturingLogger, InMemoryKeys, ManualClock } from '@earshot/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { Received } from './support/gateway-clients.js';
import { realClock } from './support/fake-process.js';
import { RunningGateway, type GraphqlAnswer } from './support/running-gateway.js';
import { aCall, aSegment, asCallId } from './support/views.js';

/** Words of a call, of a search and of a number. None of them may be kept. */
const PLANTED = ['pomegranate', 'quicksilver', '4155550199'] as const;
const [SPOKEN, SEARCHED, NUMBER] = PLANTED;

describe('a gateway that audits', () => {
  let gateway: RunningGateway;
  let store: InMemoryKeys;
  let directory: KeyDirectory;
  let keys: Record<'supervisor' | 'auditor' | 'agent', string>;

  const addKey = async (grant: Partial<KeyGrant>): Promise<string> => {
    const key = issueKey({ name: 'test', kind: 'SERVICE', ...grant }, Date.now());
    await store.add(key.stored);
    return key.text;
  };
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
  const ask = async (query: string, key = keys.supervisor): Promise<GraphqlAnswer> => {
    const { body } = await gateway.http('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(key) },
      body: JSON.stringify({ query }),
    });
    return JSON.parse(body.toString()) as GraphqlAnswer;
  };
  const accesses = (): AuditedAccess[] =>
    gateway.bus.published.flatMap(({ topic, value }) => {
      const event = parseEvent(value);
      if (topic !== 'calls.audit-trail' || !event.ok || event.value.type !== 'access.recorded') return [];
      return event.value.data.accesses;
    });
  /** What was recorded besides sign-ins: who, what, which call and the details. */
  const recorded = () =>
    accesses()
      .filter(({ action }) => !action.startsWith('SIGN_IN'))
      .map(({ subject, action, callId, details }) => [subject, action, callId, details.join(' ')]);
  const clientOf = (key: string) => {
    class KeySocket extends WebSocket {
      constructor(url: string, protocol: string) {
        super(url, protocol, { headers: bearer(key) });
      }
    }
    const url = `ws://127.0.0.1:${gateway.port}/graphql`;
    const client = createClient({ url, webSocketImpl: KeySocket, retryAttempts: 0 });
    gateway.clients.push(client);
    return client;
  };

  /** Subscribes until it is recorded. */
  const subscribe = async (query: string) => {
    const received = new Received(clientOf(keys.supervisor), query);
    while (!recorded().some(([, action]) => action === 'SUBSCRIBE')) {
      if (received.error !== null) throw new Error(JSON.stringify(received.error));
      await pause(5);
    }
    received.cancel();
  };

  beforeEach(async () => {
    store = new InMemoryKeys();
    directory = new KeyDirectory(store, realClock, new CapturingLogger());
    gateway = await RunningGateway.start({}, realClock, new KeyAuthenticator(directory));
    keys = {
      supervisor: await addKey({ name: 'Sue', roles: ['SUPERVISOR'] }),
      auditor: await addKey({ name: 'Aldo', roles: ['AUDITOR'] }),
      agent: await addKey({ name: 'Mia', roles: ['AGENT'], agentId: 'mia' }),
    };
    gateway.reader.putCall(aCall('call-1', { agentId: 'ben', customerNumber: `+1${NUMBER}` }));
    gateway.reader.putSegment(aSegment('call-1', '0-0-0', { text: SPOKEN }));
  });
  afterEach(() => gateway.stop());

  /** How each root field of the API is recorded. A new field needs a case. */
  const cases: Record<string, readonly [query: string, recorded: readonly unknown[]] | 'tells nothing of a call'> = {
    accessKeys: ['{ accessKeys { nodes { id } } }', ['REFUSED', null, 'accessKeys']],
    addToTeam: ['mutation { addToTeam(team: "a", agentId: "b") { name } }', ['REFUSED', null, 'addToTeam']],
    createAccessKey: [
      'mutation { createAccessKey(input: { name: "a", roles: [ADMIN] }) { text } }',
      ['REFUSED', null, 'createAccessKey'],
    ],
    removeFromTeam: [
      'mutation { removeFromTeam(team: "a", agentId: "b") { name } }',
      ['REFUSED', null, 'removeFromTeam'],
    ],
    revokeAccessKey: ['mutation { revokeAccessKey(id: "a") }', ['REFUSED', null, 'revokeAccessKey']],
    rotateAccessKey: ['mutation { rotateAccessKey(id: "a") { text } }', ['REFUSED', null, 'rotateAccessKey']],
    teams: ['{ teams { nodes { name } } }', ['REFUSED', null, 'teams']],
    changeUser: ['mutation { changeUser(id: "a", change: {}) { id } }', ['REFUSED', null, 'changeUser']],
    createUser: ['mutation { createUser(input: { name: "a", roles: [] }) { path } }', ['REFUSED', null, 'createUser']],
    endSession: ['mutation { endSession(id: "a") }', ['REFUSED', null, 'endSession']],
    endUserSessions: ['mutation { endUserSessions(userId: "a") }', ['REFUSED', null, 'endUserSessions']],
    resetPassword: ['mutation { resetPassword(id: "a") { path } }', ['REFUSED', null, 'resetPassword']],
    resetTotp: ['mutation { resetTotp(id: "a") { id } }', ['REFUSED', null, 'resetTotp']],
    userSessions: ['{ userSessions { nodes { id } } }', ['REFUSED', null, 'userSessions']],
    users: ['{ users { nodes { id } } }', ['REFUSED', null, 'users']],
    createStreamAccess: ['mutation { createStreamAccess { ingestPort } }', ['REFUSED', null, 'createStreamAccess']],
    extendStreamKey: ['mutation { extendStreamKey(id: "a") }', ['REFUSED', null, 'extendStreamKey']],
    agents: ['{ agents(prefix: "be") }', ['LIST', null, 'agents']],
    auditTrail: ['{ auditTrail { nodes { sequence } } }', ['REFUSED', null, 'auditTrail']],
    call: ['{ call(id: "call-1") { id } }', ['READ', 'call-1', 'call']],
    calls: ['{ calls(filter: { status: [LIVE] }) { nodes { id } } }', ['LIST', null, 'calls status']],
    erasures: ['{ erasures { nodes { callId } } }', ['REFUSED', null, 'erasures']],
    eraseCall: [
      'mutation { eraseCall(id: "nothing", reason: "asked") { callId } }',
      ['REFUSED', expect.stringMatching(/^unknown:[0-9a-f]{16}$/), 'eraseCall'],
    ],
    ...Object.fromEntries(
      Object.entries({
        setLegalHold: 'setLegalHold(id: "nothing", reason: "x") { id }',
        releaseLegalHold: 'releaseLegalHold(id: "nothing") { id }',
        setCallRetention: 'setCallRetention(id: "nothing") { id }',
      }).map(([name, mutation]) => [
        name,
        [`mutation { ${mutation} }`, ['REFUSED', expect.stringMatching(/^unknown:[0-9a-f]{16}$/), name]] as const,
      ]),
    ),
    notifications: ['{ notifications { nodes { id } } }', ['REFUSED', null, 'notifications']],
    redeliverNotification: [
      'mutation { redeliverNotification(id: "nothing") { id } }',
      ['REFUSED', null, 'redeliverNotification'],
    ],
    setRetentionPolicy: [
      'mutation { setRetentionPolicy(kind: DEFAULT, days: 1) { days } }',
      ['REFUSED', null, 'setRetentionPolicy'],
    ],
    removeRetentionPolicy: [
      'mutation { removeRetentionPolicy(kind: DEFAULT) { days } }',
      ['REFUSED', null, 'removeRetentionPolicy'],
    ],
    retentionPolicies: ['{ retentionPolicies { days } }', ['REFUSED', null, 'retentionPolicies']],
    retentionPreview: ['{ retentionPreview { calls } }', ['REFUSED', null, 'retentionPreview']],
    setParticipantRole: [
      'mutation { setParticipantRole(callId: "nothing", participantId: "agent", role: AGENT) { id } }',
      ['REFUSED', expect.stringMatching(/^unknown:[0-9a-f]{16}$/), 'setParticipantRoleToAgent'],
    ],
    ...Object.fromEntries(
      Object.entries({
        changeCall: ['changeCall(id: "nothing", change: {})', 'changeCall'],
        swapTracks: ['swapTracks(id: "nothing", one: 0, other: 1)', 'swapTracks'],
        startCall: ['startCall(id: "nothing")', 'startCall'],
        setRecording: ['setRecording(id: "nothing", isRecorded: false)', 'stopRecording'],
      }).map(([name, [mutation, recordedAs]]) => [
        name,
        [
          `mutation { ${mutation} { id } }`,
          ['REFUSED', expect.stringMatching(/^unknown:[0-9a-f]{16}$/), recordedAs ?? name],
        ] as const,
      ]),
    ),
    speechEngines: 'tells nothing of a call',
    ...Object.fromEntries(
      ['transcribeCall', 'pauseCall', 'resumeCall'].map((name) => [
        name,
        [
          `mutation { ${name}(id: "nothing") { id } }`,
          ['REFUSED', expect.stringMatching(/^unknown:[0-9a-f]{16}$/), name],
        ],
      ]),
    ),
    callChanged: [
      'subscription { callChanged(id: "call-1", filter: { agentId: "x" }) { id } }',
      ['SUBSCRIBE', 'call-1', 'calls agentId'],
    ],
    segmentChanged: ['subscription { segmentChanged(callId: "call-1") { text } }', ['SUBSCRIBE', 'call-1', 'segments']],
  };
  const schema = buildSchema(typeDefs);
  const rootFields = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
    Object.keys(type?.getFields() ?? {}),
  );

  it.each(rootFields)('records %s', async (field) => {
    const expected = cases[field];
    if (expected === undefined) throw new Error(`${field} has no case: record it, and say here how`);
    if (typeof expected === 'string') return;
    const [query, access] = expected;
    gateway.reader.unstarted.add('nothing');
    if (query.startsWith('subscription')) {
      await subscribe(query);
    } else {
      await ask(query);
    }
    expect(recorded()).toEqual([['Sue', ...access]]);
  });

  it('records a search without its text, and each transcript that a list reads', async () => {
    gateway.reader.putCall(aCall('call-2'));
    const answer = await ask(
      `{ calls(filter: { text: "${SEARCHED}", agentId: "${NUMBER}" }) { nodes { segments { nodes { text } } } } }`,
    );
    expect(JSON.stringify(answer.data)).toContain(SPOKEN);
    expect(recorded()).toEqual(
      expect.arrayContaining([
        ['Sue', 'SEARCH', null, 'calls agentId text'],
        ['Sue', 'READ', 'call-1', 'segments'],
        ['Sue', 'READ', 'call-2', 'segments'],
      ]),
    );
    expect(recorded()).toHaveLength(3);
  });

  it('records listening, taking a whole recording and asking for one in vain', async () => {
    gateway.recordings.put('call-1', Buffer.alloc(4_044));
    gateway.reader.putRecordingAccount(asCallId('call-1'), { isOver: true, tracks: [], updatedAtMs: 0 });
    gateway.reader.unstarted.add(SEARCHED);
    const get = async (path: string, headers: Record<string, string>, method = 'GET') =>
      (await gateway.http(path, { method, headers })).status;
    const supervisor = bearer(keys.supervisor);
    const statuses = [
      await get('/recordings/call-1.wav', { ...supervisor, range: 'bytes=0-9' }),
      await get('/recordings/call-1.wav', supervisor),
      await get('/recordings/call-1.wav', { ...supervisor, range: 'everything' }),
      await get('/recordings/call-1.wav', supervisor, 'HEAD'),
      await get(`/recordings/${SEARCHED}.wav`, supervisor),
    ];
    const digest = expect.stringMatching(/^unknown:/);
    expect(statuses).toEqual([206, 200, 200, 200, 404]);
    expect(recorded()).toEqual([
      ['Sue', 'HEAR', 'call-1', 'recording'],
      ['Sue', 'DOWNLOAD', 'call-1', 'recording'],
      ['Sue', 'DOWNLOAD', 'call-1', 'recording'],
      ['Sue', 'READ', 'call-1', 'recording'],
      ['Sue', 'REFUSED', digest, 'recording'],
    ]);
  });

  it('records who signed in, once an hour for each key and address, and who failed to', async () => {
    for (let n = 0; n < 3; n += 1) await ask('{ speechEngines { name } }');
    await ask('{ speechEngines { name } }', 'nonsense');
    const socket = gateway.socket(bearer('nonsense'));
    await once(socket, 'unexpected-response');
    socket.on('error', () => undefined).terminate();
    expect(accesses().map(({ subject, kind, action, address }) => [subject, kind, action, address])).toEqual([
      ['Sue', 'SERVICE', 'SIGN_IN', '127.0.0.1'],
      ['nobody', 'NOBODY', 'SIGN_IN_FAILED', '127.0.0.1'],
      ['nobody', 'NOBODY', 'SIGN_IN_FAILED', '127.0.0.1'],
    ]);
  });

  it('answers no read that cannot be recorded', async () => {
    const clock = new ManualClock(Date.now());
    await gateway.stop();
    gateway = await RunningGateway.start({}, clock);
    gateway.reader.putCall(aCall('call-1'));
    gateway.bus.isAway = true;
    const answer = await passTimeUntil(ask('{ call(id: "call-1") { id } }'));
    expect(answer).toMatchObject({ data: { call: null }, errors: [{ extensions: { code: 'AUDIT_UNAVAILABLE' } }] });
    gateway.recordings.put('call-1', Buffer.alloc(4_044));
    gateway.reader.putRecordingAccount(asCallId('call-1'), { isOver: true, tracks: [], updatedAtMs: 0 });
    const refused = await passTimeUntil(gateway.http('/recordings/call-1.wav'));
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '5']);
    gateway.bus.isAway = false;
    await clock.advance(10_000);
    expect(recorded()).toHaveLength(2);

    async function passTimeUntil<T>(answered: Promise<T>): Promise<T> {
      let isOver = false;
      void answered.finally(() => (isOver = true));
      while (!isOver) await clock.advance(1_000);
      return answered;
    }
  });

  it('publishes and logs neither words, nor searches, nor numbers', async () => {
    gateway.reader.unstarted.add(SPOKEN);
    await ask(
      `{ calls(filter: { text: "${SEARCHED} ${NUMBER}" }) { nodes { customerNumber segments { nodes { text } } } } }`,
    );
    await ask(`{ call(id: "${SPOKEN}") { id } agents(prefix: "${NUMBER}") }`);
    await ask(`{ call(id: "${SPOKEN}") { id } }`, keys.agent);
    await subscribe(`subscription { segmentChanged(callId: "${SPOKEN}") { text } }`);
    const kept = JSON.stringify([accesses(), gateway.logger.lines]);
    expect(PLANTED.filter((word) => kept.includes(word))).toEqual([]);
    expect(recorded().filter(([, action]) => action === 'REFUSED')).toHaveLength(2);
  });

  describe('to an auditor', () => {
    const entry: AuditEntry = {
      ...{ tenant: 'default', principal: 'key:sue', subject: 'Sue', kind: 'SERVICE', action: 'READ' },
      ...{ callId: asCallId('call-1'), address: '192.0.2.1', details: ['segments'], count: 2 },
      ...{ firstAtMs: 1_790_000_000_000, lastAtMs: 1_790_000_000_500, sequence: 7 },
    };

    beforeEach(() => {
      gateway.auditReader.entries.push(entry, { ...entry, sequence: 8, tenant: 'elsewhere' });
    });

    it('shows the rows of its own tenant, and passes the filter on', async () => {
      const fields = 'sequence count firstAt lastAt principal subject kind action callId address details';
      const filter = 'filter: { callId: "call-1", subject: "Sue", action: READ, from: "2026-01-01T00:00:00Z" }';
      const answer = await ask(
        `{ auditTrail(first: 5, ${filter}) { nodes { ${fields} } pageInfo { hasNextPage } } }`,
        keys.auditor,
      );
      const { tenant: _tenant, firstAtMs, lastAtMs, ...shown } = entry;
      const times = { firstAt: new Date(firstAtMs).toISOString(), lastAt: new Date(lastAtMs).toISOString() };
      expect(answer).toEqual({
        data: { auditTrail: { nodes: [{ ...shown, ...times }], pageInfo: { hasNextPage: false } } },
      });
      expect(gateway.auditReader.queries).toEqual([
        { first: 5, filter: { callId: 'call-1', subject: 'Sue', action: 'READ', fromMs: Date.parse('2026-01-01') } },
      ]);
      expect(recorded()).toEqual([['Aldo', 'LIST', null, 'auditTrail callId subject action from']]);
    });

    it('shows who looked at a call', async () => {
      const query = '{ call(id: "call-1") { lookedAtBy { subject action count } } }';
      const shown = [{ subject: 'Sue', action: 'READ', count: 2 }];
      expect(await ask(query, keys.auditor)).toEqual({ data: { call: { lookedAtBy: shown } } });
      expect(await ask(query)).toEqual({ data: { call: { lookedAtBy: null } } });
    });

    it('refuses the audit to everybody else', async () => {
      const answer = await ask('{ auditTrail { nodes { sequence } } }');
      expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
      expect(gateway.auditReader.queries).toEqual([]);
    });
  });
});
