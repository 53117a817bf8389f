import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openPrincipal, roles, type Principal, type Role } from '@earshot/domain';
import type { Erasure } from '@earshot/graphql-api';
import { Received } from './support/gateway-clients.js';
import { as, startScopedGateway, type ScopedGateway } from './support/scoped-gateway.js';
import { secretCall } from './support/secret-call.js';

const ERASE = `mutation ($id: ID!, $reason: String!) {
  eraseCall(id: $id, reason: $reason) { callId cause reason subject removedAt hash removedRows { table rows } } }`;
const calls = {
  first: secretCall('first', '+15550000011', { tenant: 'default', agentId: 'mia' }),
  second: secretCall('second', '+15550000022', { tenant: 'default', agentId: 'mia' }),
  foreign: secretCall('foreign', '+15550000033', { tenant: 'elsewhere' }),
};
const somebody: Principal = { ...openPrincipal, key: 'user:1', subject: 'Ada', roles: [], sources: [] };
const withRole = (role: Role): [string, Principal] => [role, { ...somebody, roles: [role], agentId: 'mia' }];
const reason = 'the customer asked for it';

describe('eraseCall', () => {
  let scoped: ScopedGateway;

  beforeAll(async () => {
    scoped = await startScopedGateway(Object.fromEntries(roles.map(withRole)));
    for (const { facts } of Object.values(calls)) await scoped.store(...facts);
  });
  afterAll(() => scoped.stop());

  const erase = (role: Role, id: string, why = reason) => scoped.gateway.query(ERASE, { id, reason: why }, as(role));
  const findCall = async (id: string) =>
    (await scoped.gateway.query('query ($id: ID!) { call(id: $id) { id } }', { id }, as('ADMIN'))).data?.['call'];

  it.each(roles.filter((role) => role !== 'ADMIN'))('is refused to %s, who sees the call', async (role) => {
    const { errors } = await erase(role, calls.first.id);
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(await findCall(calls.first.id)).toEqual({ id: calls.first.id });
  });

  it.each([
    ['a call of another tenant', calls.foreign.id, reason, 'CALL_NOT_FOUND'],
    ['an unknown call', 'unknown', reason, 'CALL_NOT_FOUND'],
    ['no reason', calls.first.id, '  ', 'BAD_INPUT'],
    ['a reason that is too long', calls.first.id, 'x'.repeat(501), 'BAD_INPUT'],
  ])('is refused for %s', async (_, id, why, code) => {
    const { errors } = await erase('ADMIN', id, why);
    expect(errors?.[0]?.extensions.code).toBe(code);
  });

  it('makes the call unknown at once, and tells its subscribers', async () => {
    const { gateway, stores } = scoped;
    const { id } = calls.second;
    const changes = 'subscription ($id: ID) { callChanged(id: $id) { id version passesFilter customerNumber } }';
    const watching = [
      new Received(gateway.client(as('ADMIN')), changes, { id }),
      new Received(gateway.client(as('AGENT')), changes),
    ];
    const words = new Received(
      gateway.client(as('ADMIN')),
      'subscription ($id: ID!) { segmentChanged(callId: $id) { id } }',
      {
        id,
      },
    );
    await gateway.untilOpen('call', watching);
    await gateway.untilOpen('segment', [words]);
    const { data } = await erase('ADMIN', id);
    expect(data?.['eraseCall']).toMatchObject({ callId: id, cause: 'REQUEST', reason, subject: 'Ada', hash: null });
    expect(await findCall(id)).toBeNull();
    const { data: list } = await gateway.query('{ calls(first: 10) { nodes { id } } }', {}, as('ADMIN'));
    expect(list?.['calls']).toEqual({ nodes: [{ id: calls.first.id }] });
    expect((await erase('ADMIN', id)).errors?.[0]?.extensions.code).toBe('CALL_NOT_FOUND');
    // Persistence removes the rows and announces it.
    const { rowVersion, ...placement } = await stores.erasureQueue.removeRows(calls.second.id);
    await gateway.publish('calls.control', 'call.erased', id, { ...placement, rowVersion });
    await Promise.all(watching.map((each) => each.until(() => each.updates.length > 0)));
    for (const { updates } of watching)
      expect(updates).toEqual([
        { callChanged: { id, version: rowVersion, passesFilter: false, customerNumber: null } },
      ]);
    await words.until(() => words.error !== null || words.completed);
    expect(JSON.stringify(words.error)).toContain('CALL_NOT_FOUND');
  });

  it('leaves a proof, which only those who may manage see', async () => {
    const { gateway } = scoped;
    const { id } = calls.second;
    const proofs = await gateway.query('{ erasures { nodes { callId removedRows { table rows } } } }', {}, as('ADMIN'));
    const { nodes } = proofs.data?.['erasures'] as never as { nodes: Erasure[] };
    expect(nodes).toHaveLength(1);
    expect(nodes[0]?.callId).toBe(id);
    expect(nodes[0]?.removedRows).toContainEqual({ table: 'calls', rows: 1 });
    const { errors } = await gateway.query('{ erasures { nodes { callId } } }', {}, as('AUDITOR'));
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});
