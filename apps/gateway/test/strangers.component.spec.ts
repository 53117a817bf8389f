import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CallId } from '@earshot/contracts';
import { openPrincipal, type Principal } from '@earshot/domain';
import { typeDefs } from '@earshot/graphql-api';
import type { AuditEntry } from '@earshot/ports';
import { buildSchema } from 'graphql';
import type { Client } from 'graphql-ws';
import type { Area } from '../src/areas/area.js';
import * as areas from '../src/areas/index.js';
import { Received } from './support/gateway-clients.js';
import { as, startScopedGateway, type ScopedGateway } from './support/scoped-gateway.js';
import { secretCall, type SecretCall } from './support/secret-call.js';
import { rootFieldsOf, selectEverything } from './support/select-everything.js';

const schema = buildSchema(typeDefs);
const CALL = selectEverything(schema, 'Call');
const SEGMENT = selectEverything(schema, 'Segment');
const AUDIT = selectEverything(schema, 'AuditEntry');
const ERASURE = selectEverything(schema, 'Erasure');
const NOTIFICATION = selectEverything(schema, 'Notification');
const POLICY = selectEverything(schema, 'RetentionPolicy');
const PREVIEW = selectEverything(schema, 'RetentionPreview');
const ENGINE = selectEverything(schema, 'SpeechEngine');
const KEY = selectEverything(schema, 'AccessKey');

const calls = {
  mias: secretCall('mias', '+15550000011', { tenant: 'default', agentId: 'mia', queue: 'claims' }),
  bens: secretCall('bens', '+15550000022', { tenant: 'default', agentId: 'ben', queue: 'sales' }),
  nobodys: secretCall('nobodys', '+15550000033', { tenant: 'default' }),
  foreign: secretCall('foreign', '+15550000044', { tenant: 'elsewhere', agentId: 'zoe', queue: 'claims' }),
} satisfies Record<string, SecretCall>;
type CallName = keyof typeof calls;
const allCalls = Object.values<SecretCall>(calls);

const somebody: Principal = { ...openPrincipal, key: 'user:1', sources: [] };
const principals = {
  admin: somebody,
  stranger: { ...somebody, key: 'user:2', tenant: 'third' },
  'agent without calls': { ...somebody, key: 'user:3', roles: ['AGENT'], agentId: 'lea' },
  'agent with a call': { ...somebody, key: 'user:4', roles: ['AGENT'], agentId: 'mia' },
  'team without agents': { ...somebody, key: 'user:5', roles: ['SUPERVISOR'], teams: ['west'] },
  'key of a source': { ...somebody, key: 'key:6', kind: 'SOURCE', sources: ['lca'] },
  nobody: { ...somebody, key: 'user:7', roles: [] },
} satisfies Record<string, Principal>;
type Viewer = keyof typeof principals;

const reached: Readonly<Record<Viewer, readonly CallName[]>> = {
  admin: ['mias', 'bens', 'nobodys'],
  stranger: [],
  'agent without calls': [],
  'agent with a call': ['mias'],
  'team without agents': [],
  'key of a source': [],
  nobody: [],
};
const viewers = Object.keys(reached) as Viewer[];

/** Root fields that need the right to manage and show nothing of calls. */
const managed: readonly string[] = [
  'Mutation.redeliverNotification',
  ...['Query.accessKeys', 'Query.teams', 'Mutation.createAccessKey', 'Mutation.rotateAccessKey'],
  ...['Query.users', 'Query.userSessions', 'Mutation.createUser', 'Mutation.changeUser', 'Mutation.resetPassword'],
  ...['Mutation.resetTotp', 'Mutation.endSession', 'Mutation.endUserSessions'],
  ...['Mutation.revokeAccessKey', 'Mutation.addToTeam', 'Mutation.removeFromTeam'],
];

/** Everything that a viewer receives through one root field or route, as text. */
type Visit = (viewer: Viewer) => Promise<string>;

let scoped: ScopedGateway;

const ask = async (viewer: Viewer, query: string, variables: Record<string, unknown> = {}): Promise<string> =>
  JSON.stringify(await scoped.gateway.query(query, variables, as(viewer)));

/** Asks for each call, and joins the answers. */
const askForEach = async (viewer: Viewer, query: string): Promise<string> =>
  (await Promise.all(allCalls.map(({ id }) => ask(viewer, query, { id })))).join('\n');

const searches: readonly Record<string, unknown>[] = [
  {},
  { text: 'call-' },
  { text: '+1555' },
  { text: '5550000044' },
  { agentId: 'ben' },
  { queue: 'claims' },
  { category: 'category-bens' },
  { hasAlert: true },
];

/** The answer to a query comes when every earlier subscription of its socket is active. */
async function waitForSubscriptions(client: Client): Promise<void> {
  const answer = new Received(client, '{ __typename }');
  await answer.until(() => answer.completed || answer.error !== null);
}

/** The updates that a subscription must get when each call changes once. `id` undefined: it is for every call. */
const countUpdates = (names: readonly CallName[], id: unknown): number =>
  names.filter((name) => id === undefined || calls[name].id === id).length;

/** Subscribes as a viewer and as an administrator of each tenant, changes every call, and waits until they know of it. */
async function watch(viewer: Viewer, query: string, variables: readonly Record<string, unknown>[]): Promise<string> {
  const { gateway } = scoped;
  const kind = query.includes('segmentChanged') ? 'segment' : 'call';
  const watchers = [
    { names: reached[viewer], client: gateway.client(as(viewer)) },
    { names: reached.admin, client: gateway.client(as('fence')) },
    { names: ['foreign' as const], client: gateway.client(as('foreign fence')) },
  ];
  const watched = watchers.flatMap(({ names, client }) =>
    variables.map((each) => ({
      received: new Received(client, query, each),
      count: countUpdates(names, each['id']),
    })),
  );
  await Promise.all(watchers.map(({ client }) => waitForSubscriptions(client)));
  expect(gateway.feeds.openSubscriptions(kind)).toBe(watched.length);
  const before = gateway.metrics.get('earshot_gateway_deliveries_total', { kind });
  await scoped.store(...allCalls.map((call) => (kind === 'segment' ? call.nextWords() : call.nextProblem())));
  await Promise.all(watched.map(({ received, count }) => received.until(() => received.updates.length >= count)));
  // The feed hands an update to all subscribers at once, so nothing more can be on its way to the viewer.
  const delivered = gateway.metrics.get('earshot_gateway_deliveries_total', { kind }) - before;
  expect(delivered).toBe(watched.reduce((sum, { count }) => sum + count, 0));
  for (const { client } of watchers) await client.dispose();
  await Promise.all(watched.map(({ received }) => received.until(() => received.completed || received.error !== null)));
  const mine = watched.slice(0, variables.length);
  return JSON.stringify(mine.map(({ received: { updates } }) => updates));
}

const visits: Readonly<Record<string, Visit>> = {
  // These show no calls. Of keys and teams, `administration.component.spec.ts` says who reaches them.
  'Query.accessKeys': (viewer) => ask(viewer, `{ accessKeys(first: 50) { nodes ${KEY} } }`),
  'Query.teams': (viewer) => ask(viewer, '{ teams(first: 50) { nodes { name agentIds } } }'),
  'Mutation.createAccessKey': (viewer) =>
    ask(viewer, `mutation { createAccessKey(input: { name: "a", roles: [ANALYST] }) { text key ${KEY} } }`),
  'Mutation.rotateAccessKey': (viewer) => ask(viewer, `mutation { rotateAccessKey(id: "a") { text key ${KEY} } }`),
  'Query.users': (viewer) => ask(viewer, '{ users(first: 50) { nodes { name } } }'),
  'Query.userSessions': (viewer) => ask(viewer, '{ userSessions(first: 50) { nodes { name address } } }'),
  'Mutation.createUser': (viewer) => ask(viewer, 'mutation { createUser(input: { name: "a", roles: [] }) { path } }'),
  'Mutation.changeUser': (viewer) => ask(viewer, 'mutation { changeUser(id: "a", change: {}) { name } }'),
  'Mutation.resetPassword': (viewer) => ask(viewer, 'mutation { resetPassword(id: "a") { path } }'),
  'Mutation.resetTotp': (viewer) => ask(viewer, 'mutation { resetTotp(id: "a") { name } }'),
  'Mutation.endSession': (viewer) => ask(viewer, 'mutation { endSession(id: "a") }'),
  'Mutation.endUserSessions': (viewer) => ask(viewer, 'mutation { endUserSessions(userId: "a") }'),
  'Mutation.revokeAccessKey': (viewer) => ask(viewer, 'mutation { revokeAccessKey(id: "a") }'),
  'Mutation.addToTeam': (viewer) => ask(viewer, 'mutation { addToTeam(team: "a", agentId: "b") { name agentIds } }'),
  'Mutation.removeFromTeam': (viewer) =>
    ask(viewer, 'mutation { removeFromTeam(team: "a", agentId: "b") { name agentIds } }'),
  'Query.calls': async (viewer) => {
    const query = `query ($filter: CallFilter) { calls(first: 5, filter: $filter) { nodes ${CALL} pageInfo { endCursor hasNextPage } } }`;
    return (await Promise.all(searches.map((filter) => ask(viewer, query, { filter })))).join('\n');
  },
  'Query.call': (viewer) => askForEach(viewer, `query ($id: ID!) { call(id: $id) ${CALL} }`),
  'Query.agents': (viewer) => ask(viewer, '{ agents(prefix: "", first: 50) }'),
  'Query.auditTrail': (viewer) => ask(viewer, `{ auditTrail(first: 50) { nodes ${AUDIT} } }`),
  'Query.erasures': (viewer) => ask(viewer, `{ erasures(first: 50) { nodes ${ERASURE} } }`),
  'Query.notifications': (viewer) => ask(viewer, `{ notifications(first: 50) { nodes ${NOTIFICATION} } }`),
  'Mutation.redeliverNotification': (viewer) =>
    ask(viewer, `mutation { redeliverNotification(id: "a") ${NOTIFICATION} }`),
  'Query.retentionPolicies': (viewer) => ask(viewer, `{ retentionPolicies ${POLICY} }`),
  'Query.retentionPreview': (viewer) => ask(viewer, `{ retentionPreview ${PREVIEW} }`),
  'Mutation.setRetentionPolicy': (viewer) =>
    ask(viewer, `mutation { setRetentionPolicy(kind: QUEUE, name: "x", days: 1) ${POLICY} }`),
  'Mutation.removeRetentionPolicy': (viewer) =>
    ask(viewer, `mutation { removeRetentionPolicy(kind: QUEUE, name: "x") ${POLICY} }`),
  'Mutation.releaseLegalHold': (viewer) =>
    askForEach(viewer, `mutation ($id: ID!) { releaseLegalHold(id: $id) ${CALL} }`),
  'Mutation.setCallRetention': (viewer) =>
    askForEach(viewer, `mutation ($id: ID!) { setCallRetention(id: $id) ${CALL} }`),
  'Mutation.setLegalHold': (viewer) =>
    askForEach(viewer, `mutation ($id: ID!) { setLegalHold(id: $id, reason: "x") ${CALL} }`),
  // Without a reason nothing is erased, whoever asks.
  'Mutation.eraseCall': (viewer) =>
    askForEach(viewer, `mutation ($id: ID!) { eraseCall(id: $id, reason: "") ${ERASURE} }`),
  // The calls are over, so nothing is paused.
  'Mutation.pauseCall': (viewer) => askForEach(viewer, `mutation ($id: ID!) { pauseCall(id: $id) ${CALL} }`),
  'Mutation.startCall': (viewer) => askForEach(viewer, `mutation ($id: ID!) { startCall(id: $id) ${CALL} }`),
  'Mutation.setRecording': (viewer) =>
    askForEach(viewer, `mutation ($id: ID!) { setRecording(id: $id, isRecorded: false) ${CALL} }`),
  'Mutation.swapTracks': (viewer) =>
    askForEach(viewer, `mutation ($id: ID!) { swapTracks(id: $id, one: 0, other: 1) ${CALL} }`),
  // The language is none, so nothing changes, whoever asks.
  'Mutation.changeCall': (viewer) =>
    askForEach(viewer, `mutation ($id: ID!) { changeCall(id: $id, change: { language: "English" }) ${CALL} }`),
  'Mutation.createStreamAccess': (viewer) => ask(viewer, 'mutation { createStreamAccess { ingestPort } }'),
  'Mutation.extendStreamKey': (viewer) => ask(viewer, 'mutation { extendStreamKey(id: "a") }'),
  'Mutation.resumeCall': (viewer) => askForEach(viewer, `mutation ($id: ID!) { resumeCall(id: $id) ${CALL} }`),
  'Mutation.setParticipantRole': (viewer) =>
    askForEach(
      viewer,
      'mutation ($id: ID!) { setParticipantRole(callId: $id, participantId: "nobody", role: AGENT) { id } }',
    ),
  'Query.speechEngines': (viewer) => ask(viewer, `{ speechEngines ${ENGINE} }`),
  'Mutation.transcribeCall': (viewer) => askForEach(viewer, `mutation ($id: ID!) { transcribeCall(id: $id) ${CALL} }`),
  'Subscription.callChanged': (viewer) =>
    watch(viewer, `subscription ($id: ID) { callChanged(id: $id) ${CALL} }`, [
      {},
      ...allCalls.map(({ id }) => ({ id })),
    ]),
  'Subscription.segmentChanged': (viewer) =>
    watch(
      viewer,
      `subscription ($id: ID!) { segmentChanged(callId: $id) ${SEGMENT} }`,
      allCalls.map(({ id }) => ({ id })),
    ),
  '/recordings': async (viewer) => {
    const answers = allCalls.map(async ({ id }) => {
      const { status, body } = await scoped.gateway.http(`/recordings/${id}.wav`, { headers: as(viewer) });
      return status === 200 ? `${id} ${body.length}` : `${status} ${body.toString()}`;
    });
    return (await Promise.all(answers)).join('\n');
  },
};

/** Somebody read the call. */
const anEntry = (callId: CallId, tenant: string): AuditEntry => ({
  ...{ tenant, callId, sequence: 1, count: 1, firstAtMs: 0, lastAtMs: 0, details: ['segments'], address: null },
  ...{ principal: 'user:8', subject: 'Fay', kind: 'USER', action: 'READ' },
});

/** Visits whose answer names no stored call. */
const namesNoCall: ReadonlySet<string> = new Set([
  ...['Query.speechEngines', 'Query.erasures', 'Query.retentionPolicies', 'Query.retentionPreview'],
  ...['Mutation.setRetentionPolicy', 'Mutation.removeRetentionPolicy'],
  ...['Mutation.createStreamAccess', 'Mutation.extendStreamKey'],
]);

/** What those get who may do it with the call, because the call or the request does not allow it. */
const refusedToOwners: Readonly<Record<string, string>> = {
  'Mutation.eraseCall': 'BAD_INPUT',
  'Mutation.changeCall': 'BAD_INPUT',
  'Mutation.startCall': 'CALL_IS_OVER',
  'Mutation.setRecording': 'CALL_IS_OVER',
  'Mutation.swapTracks': 'CALL_IS_OVER',
  'Mutation.pauseCall': 'CALL_IS_OVER',
  'Mutation.resumeCall': 'CALL_IS_OVER',
  'Mutation.setParticipantRole': 'PARTICIPANT_UNKNOWN',
};
/** What an agent may not do, even with the own call. */
const agentMayNot = (visit: string): boolean =>
  ['Query.auditTrail', 'Query.notifications'].includes(visit) ||
  (visit.startsWith('Mutation.') &&
    !/(pause|resume|change|start)Call$|setParticipantRole$|setRecording$|swapTracks$/.test(visit));

describe('somebody who may not see a call', () => {
  beforeAll(async () => {
    scoped = await startScopedGateway(
      {
        ...principals,
        fence: { ...somebody, key: 'user:8' },
        'foreign fence': { ...somebody, key: 'user:9', tenant: 'elsewhere' },
      },
      { EARSHOT_QUERY_COST_PER_MINUTE: '100000000' },
    );
    for (const [name, { id, facts }] of Object.entries<SecretCall>(calls)) {
      await scoped.storeFor([{ name: 'crm', kinds: ['CALL_STARTED'] }], ...facts);
      await scoped.store(...facts);
      scoped.gateway.auditReader.entries.push(anEntry(id, name === 'foreign' ? 'elsewhere' : 'default'));
      scoped.gateway.recordings.put(id, Buffer.alloc(44 + 160_000));
    }
    scoped.gateway.speech.processes.set('one', { engine: 'scripted', reason: 'a test', engines: [] } as never);
  });
  afterAll(() => scoped.stop());

  it('is tried on every root field and every route of an area', () => {
    const routes = Object.values<Area>(areas).flatMap(({ httpPaths }) => (httpPaths ?? []).map((path) => `/${path}`));
    expect(Object.keys(visits).toSorted()).toEqual([...rootFieldsOf(schema), ...routes].toSorted());
  });

  it.each(Object.keys(visits).flatMap((visit) => viewers.map((viewer) => [visit, viewer] as const)))(
    'gets nothing of it through %s as %s',
    async (visit, viewer) => {
      const text = (await visits[visit]?.(viewer)) ?? '';
      for (const [name, { marks }] of Object.entries<SecretCall>(calls)) {
        if (reached[viewer].includes(name as CallName)) continue;
        expect({ name, seen: marks.filter((mark) => text.includes(mark)) }).toEqual({ name, seen: [] });
      }
      if (visit === 'Query.agents') {
        const agents = reached[viewer].flatMap(
          (name) => ({ mias: 'mia', bens: 'ben', nobodys: [], foreign: 'zoe' })[name],
        );
        expect(JSON.parse(text)).toEqual({ data: { agents: [...agents].toSorted() } });
      } else if (managed.includes(visit)) {
        const mayManage = ['admin', 'stranger'].includes(viewer);
        expect(text.includes('FORBIDDEN')).toBe(!mayManage);
      } else if (!namesNoCall.has(visit)) {
        expect(text).not.toContain('QUERY_');
        const isRefused = agentMayNot(visit) && viewer === 'agent with a call';
        const answerFor = (id: string) => refusedToOwners[visit] ?? id;
        for (const name of reached[viewer]) expect(text).toContain(isRefused ? 'FORBIDDEN' : answerFor(calls[name].id));
      }
    },
  );

  it.each(viewers.filter((viewer) => viewer !== 'admin'))(
    'gets the same answer as for a call that does not exist, as %s',
    async (viewer) => {
      const unknown = 'call-unknown';
      const answersFor = async (id: string) => {
        const call = await ask(viewer, `query ($id: ID!) { call(id: $id) ${CALL} }`, { id });
        const transcribe = await ask(viewer, 'mutation ($id: ID!) { transcribeCall(id: $id) { id } }', { id });
        const { status, headers, body } = await scoped.gateway.http(`/recordings/${id}.wav`, { headers: as(viewer) });
        const { date: _, ...rest } = headers;
        return [call, transcribe, status, rest, body.toString()];
      };
      expect(await answersFor(calls.bens.id)).toEqual(await answersFor(unknown));
      expect(await answersFor(calls.foreign.id)).toEqual(await answersFor(unknown));
    },
  );
});
