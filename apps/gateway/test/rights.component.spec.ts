import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openPrincipal, type Principal, type Role } from '@earshot/domain';
import { Received } from './support/gateway-clients.js';
import { as, startScopedGateway, type ScopedGateway } from './support/scoped-gateway.js';
import { secretCall, type SecretCall } from './support/secret-call.js';

const calls = {
  own: secretCall('own', '+15550000011', { tenant: 'default', agentId: 'mia' }),
  team: secretCall('team', '+15550000022', { tenant: 'default', agentId: 'ben' }),
  queue: secretCall('queue', '+15550000033', { tenant: 'default', agentId: 'zoe', queue: 'claims' }),
  other: secretCall('other', '+15550000044', { tenant: 'default' }),
  foreign: secretCall('foreign', '+15550000055', { tenant: 'elsewhere', agentId: 'mia', queue: 'claims' }),
} satisfies Record<string, SecretCall>;
const names = Object.keys(calls) as (keyof typeof calls)[];
const nameOf = (id: string) => names.find((name) => calls[name].id === id);

const somebody: Principal = { ...openPrincipal, key: 'user:1', roles: [], sources: [] };
const reaches = {
  nothing: {},
  own: { agentId: 'mia' },
  team: { teams: ['north'] },
  queue: { queues: ['claims'] },
} satisfies Record<string, Partial<Principal>>;
type Reach = keyof typeof reaches;

const all = 'own team queue other';
/** The calls that somebody with these roles and this reach reads, hears, sees the numbers of, and may have transcribed. */
const matrix: readonly [
  roles: Role[],
  reach: Reach,
  reads: string,
  hears: string,
  sees: string,
  transcribes: string,
][] = [
  [['AGENT'], 'nothing', '', '', '', ''],
  [['AGENT'], 'own', 'own', 'own', 'own', ''],
  [['AGENT'], 'team', '', '', '', ''],
  [['AGENT'], 'queue', '', '', '', ''],
  [['SUPERVISOR'], 'nothing', all, all, all, all],
  [['SUPERVISOR'], 'own', all, all, all, all],
  [['SUPERVISOR'], 'team', 'team', 'team', 'team', 'team'],
  [['SUPERVISOR'], 'queue', 'queue', 'queue', 'queue', 'queue'],
  [['ANALYST'], 'nothing', all, '', '', ''],
  [['ANALYST'], 'own', all, '', '', ''],
  [['ANALYST'], 'team', 'team', '', '', ''],
  [['ANALYST'], 'queue', 'queue', '', '', ''],
  [['AUDITOR'], 'nothing', all, '', '', ''],
  [['AUDITOR'], 'team', all, '', '', ''],
  [['ADMIN'], 'nothing', all, all, all, all],
  [['ADMIN'], 'queue', all, all, all, all],
  [['AGENT', 'ANALYST'], 'own', all, 'own', 'own', ''],
  [[], 'own', '', '', '', ''],
];
const keyOf = (roles: readonly Role[], reach: Reach) => `${roles.join('+')}/${reach}`;

interface ListedCall {
  readonly id: string;
  readonly customerNumber: string;
  readonly participants: readonly { readonly number: string }[];
  readonly recording: { readonly url: string } | null;
}
const FIELDS = 'id customerNumber participants { number } recording { url }';

describe('the rights of a role', () => {
  let scoped: ScopedGateway;

  beforeAll(async () => {
    const principals = matrix.map(([roles, reach]) => [keyOf(roles, reach), { ...somebody, roles, ...reaches[reach] }]);
    scoped = await startScopedGateway(Object.fromEntries(principals) as Record<string, Principal>, {
      EARSHOT_QUERY_COST_PER_MINUTE: '100000000',
    });
    await scoped.addMembers({ tenant: 'default', team: 'north', agentId: 'ben' });
    for (const { id, facts } of Object.values<SecretCall>(calls)) {
      await scoped.store(...facts);
      scoped.gateway.recordings.put(id, Buffer.alloc(44 + 160_000));
    }
  });
  afterAll(() => scoped.stop());

  const listCalls = async (viewer: string, filter: Record<string, unknown> = {}): Promise<readonly ListedCall[]> => {
    const query = `query ($filter: CallFilter) { calls(first: 10, filter: $filter) { nodes { ${FIELDS} } } }`;
    const { data } = await scoped.gateway.query(query, { filter }, as(viewer));
    return (data as never as { calls: { nodes: ListedCall[] } }).calls.nodes;
  };
  const namesIn = (found: readonly ListedCall[]) => found.map(({ id }) => nameOf(id)).toSorted();
  const sorted = (listed: string) => listed.split(' ').filter(Boolean).toSorted();

  it.each(matrix)('%j who reaches %s read %j', async (roles, reach, reads) => {
    const viewer = keyOf(roles, reach);
    expect(namesIn(await listCalls(viewer))).toEqual(sorted(reads));
    for (const name of names) {
      const query = 'query ($id: ID!) { call(id: $id) { id } }';
      const { data } = await scoped.gateway.query(query, { id: calls[name].id }, as(viewer));
      expect(data).toEqual({ call: sorted(reads).includes(name) ? { id: calls[name].id } : null });
    }
  });

  it.each(matrix)('%j who reach %s and read %j hear %j', async (roles, reach, _reads, hears) => {
    const viewer = keyOf(roles, reach);
    const withUrl = (await listCalls(viewer)).filter(({ recording }) => recording !== null);
    expect(namesIn(withUrl)).toEqual(sorted(hears));
    for (const name of names) {
      const { status } = await scoped.gateway.http(`/recordings/${calls[name].id}.wav`, { headers: as(viewer) });
      expect([name, status]).toEqual([name, sorted(hears).includes(name) ? 200 : 404]);
    }
  });

  it.each(matrix)(
    '%j who reach %s and read %j, and hear %j, see the numbers of %j',
    async (roles, reach, reads, _hears, sees) => {
      const viewer = keyOf(roles, reach);
      for (const { id, customerNumber, participants } of await listCalls(viewer)) {
        const name = nameOf(id) ?? 'own';
        const number = calls[name].facts.flatMap((fact) =>
          fact.kind === 'started' ? fact.data.customerNumber : [],
        )[0];
        const shown = sorted(sees).includes(name) ? number : `…${number?.slice(-2)}`;
        expect([name, customerNumber, participants.map((each) => each.number)]).toEqual([name, shown, [shown]]);
      }
      // A search finds a number only for somebody who sees the numbers of all its calls.
      expect(namesIn(await listCalls(viewer, { text: '+15550000' }))).toEqual(reads === sees ? sorted(reads) : []);
      expect(namesIn(await listCalls(viewer, { text: 'call-' }))).toEqual(sorted(reads));
    },
  );

  it.each(matrix)(
    '%j who reach %s and read %j, hear %j and see %j, have %j transcribed',
    async (roles, reach, reads, _hears, _sees, transcribes) => {
      for (const name of names) {
        const mutation = 'mutation ($id: ID!) { transcribeCall(id: $id) { id } }';
        const { errors } = await scoped.gateway.query(mutation, { id: calls[name].id }, as(keyOf(roles, reach)));
        const refusal = sorted(reads).includes(name) ? 'FORBIDDEN' : 'CALL_NOT_FOUND';
        const expected = sorted(transcribes).includes(name) ? undefined : refusal;
        expect([name, errors?.[0]?.extensions.code]).toEqual([name, expected]);
      }
    },
  );

  it('differ between two subscribers of the same call, who do not share an answer', async () => {
    const query =
      'subscription ($id: ID!) { callChanged(id: $id) { id customerNumber participants { number } recording { url } } }';
    const received = ['SUPERVISOR/nothing', 'ANALYST/nothing', 'ADMIN/nothing'].map((viewer) => {
      return new Received(scoped.gateway.client(as(viewer)), query, { id: calls.other.id });
    });
    await scoped.gateway.untilOpen('call', received);
    await scoped.store(calls.other.nextProblem());
    await Promise.all(received.map((each) => each.until(() => each.updates.length > 0)));
    const [supervisor, analyst, admin] = received.map(({ updates }) => updates[0]?.callChanged);
    expect(supervisor).toMatchObject({ customerNumber: '+15550000044', participants: [{ number: '+15550000044' }] });
    expect(analyst).toMatchObject({ customerNumber: '…44', participants: [{ number: '…44' }], recording: null });
    expect(admin).toEqual(supervisor);
  });
});
