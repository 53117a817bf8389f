import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openPrincipal, roles, type Principal, type Role } from '@earshot/domain';
import { as, startScopedGateway, type ScopedGateway } from './support/scoped-gateway.js';
import { secretCall } from './support/secret-call.js';

const call = secretCall('kept', '+15550000011', { tenant: 'default', agentId: 'mia', queue: 'claims' });
const somebody: Principal = { ...openPrincipal, key: 'user:1', subject: 'Ada', roles: [], sources: [] };
const principals = Object.fromEntries(
  roles.map((role): [string, Principal] => [role, { ...somebody, roles: [role], agentId: 'mia' }]),
);
const HOLD = '{ id legalHold { subject reason } retainUntil }';
/** What only those who manage may do. */
const operations: readonly string[] = [
  `mutation { setLegalHold(id: "${call.id}", reason: "a lawsuit") ${HOLD} }`,
  `mutation { releaseLegalHold(id: "${call.id}") ${HOLD} }`,
  `mutation { setCallRetention(id: "${call.id}", retainUntil: "2031-05-04T00:00:00.000Z") ${HOLD} }`,
  'mutation { setRetentionPolicy(kind: QUEUE, name: "claims", days: 30) { days } }',
  'mutation { removeRetentionPolicy(kind: QUEUE, name: "claims") { days } }',
  '{ retentionPolicies { kind name days subject } }',
  '{ retentionPreview { calls recordingBytes heldCalls days { day calls } } }',
];

describe('how long calls are kept', () => {
  let scoped: ScopedGateway;

  beforeAll(async () => {
    scoped = await startScopedGateway(principals);
    await scoped.store(...call.facts);
  });
  afterAll(() => scoped.stop());

  const ask = (query: string, role: Role = 'ADMIN') => scoped.gateway.query(query, {}, as(role));
  const codeOf = async (query: string, role: Role = 'ADMIN') =>
    (await ask(query, role)).errors?.[0]?.extensions.code ?? 'answered';

  it.each(roles.filter((role) => role !== 'ADMIN'))('is not decided by %s', async (role) => {
    for (const operation of operations)
      expect([operation, await codeOf(operation, role)]).toEqual([operation, 'FORBIDDEN']);
  });

  it('is decided by whoever may manage', async () => {
    for (const operation of operations) expect([operation, await codeOf(operation)]).toEqual([operation, 'answered']);
    const { data } = await ask(`{ call(id: "${call.id}") ${HOLD} }`);
    expect(data).toEqual({ call: { id: call.id, legalHold: null, retainUntil: '2031-05-04T00:00:00.000Z' } });
  });

  it('is shown on the call: everybody sees a hold, and those who manage its reason', async () => {
    const erase = `mutation { eraseCall(id: "${call.id}", reason: "asked") { callId } }`;
    await ask(operations[0] ?? '');
    expect(await codeOf(erase)).toBe('CALL_HELD');
    const query = `{ call(id: "${call.id}") { legalHold { subject reason } } }`;
    expect((await ask(query)).data).toEqual({ call: { legalHold: { subject: 'Ada', reason: 'a lawsuit' } } });
    expect((await ask(query, 'AGENT')).data).toEqual({ call: { legalHold: { subject: 'Ada', reason: null } } });
    await ask(operations[1] ?? '');
    expect((await ask(query)).data).toEqual({ call: { legalHold: null } });
  });

  it('follows the setting without a default policy, and the policy with one', async () => {
    const policies = async () =>
      (await ask('{ retentionPolicies { kind name days subject } }')).data?.['retentionPolicies'];
    expect(await policies()).toEqual([{ kind: 'DEFAULT', name: null, days: 90, subject: null }]);
    await ask('mutation { setRetentionPolicy(kind: QUEUE, name: "claims", days: 30) { days } }');
    await ask('mutation { setRetentionPolicy(kind: DEFAULT, days: 7) { days } }');
    expect(await policies()).toEqual([
      { kind: 'DEFAULT', name: null, days: 7, subject: 'Ada' },
      { kind: 'QUEUE', name: 'claims', days: 30, subject: 'Ada' },
    ]);
  });

  it('previews a policy before it is set, and leaves the policies as they are', async () => {
    const preview = async (change: string) =>
      (await ask(`{ retentionPreview(change: { ${change} }) { calls heldCalls } }`)).data?.['retentionPreview'];
    await scoped.store(...secretCall('old', '+15550000022', { tenant: 'default', queue: 'claims' }).facts);
    expect(await preview('kind: QUEUE, name: "claims", days: 36500')).toEqual({ calls: 0, heldCalls: 0 });
    for (const change of ['kind: QUEUE, days: 1', 'kind: DEFAULT, name: "x"', 'kind: DEFAULT, days: 0'])
      expect(await codeOf(`{ retentionPreview(change: { ${change} }) { calls } }`)).toBe('BAD_INPUT');
    expect((await ask('{ retentionPolicies { kind } }')).data).toEqual({
      retentionPolicies: [{ kind: 'DEFAULT' }, { kind: 'QUEUE' }],
    });
  });

  it.each([
    ['a queue without a name', 'setRetentionPolicy(kind: QUEUE, days: 1)'],
    ['a default with a name', 'setRetentionPolicy(kind: DEFAULT, name: "x", days: 1)'],
    ['no days', 'setRetentionPolicy(kind: DEFAULT, days: 0)'],
    ['too many days', 'setRetentionPolicy(kind: DEFAULT, days: 36501)'],
    ['a removal without a name', 'removeRetentionPolicy(kind: CATEGORY)'],
  ])('refuses %s', async (_, mutation) => expect(await codeOf(`mutation { ${mutation} { days } }`)).toBe('BAD_INPUT'));
});
