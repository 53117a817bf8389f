import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseEvent } from '@earshot/contracts';
import { openPrincipal, roles, type Principal, type Role } from '@earshot/domain';
import { as, startScopedGateway, type ScopedGateway } from './support/scoped-gateway.js';
import { secretCall } from './support/secret-call.js';

const LIST = `query ($first: Int!, $after: String, $state: NotificationState) {
  notifications(first: $first, after: $after, state: $state) {
    nodes { id target kind callId category state attempts lastCode settledAt } pageInfo { hasNextPage endCursor } } }`;
const RESEND = `mutation ($id: ID!) { redeliverNotification(id: $id) { id state attempts settledAt } }`;
const calls = [
  secretCall('first', '+15550000011', { tenant: 'default', agentId: 'mia' }),
  secretCall('second', '+15550000022', { tenant: 'default', agentId: 'mia' }),
  secretCall('foreign', '+15550000033', { tenant: 'elsewhere' }),
];
const somebody: Principal = { ...openPrincipal, key: 'user:1', subject: 'Ada', roles: [], sources: [] };
const withRole = (role: Role): [string, Principal] => [role, { ...somebody, roles: [role], agentId: 'mia' }];
const limits = () => ({ first: 100, nowMs: Date.now() + 1_000, leaseMs: 1_000 });

describe('the log of notifications', () => {
  let scoped: ScopedGateway;

  beforeAll(async () => {
    scoped = await startScopedGateway(Object.fromEntries(roles.map(withRole)));
    for (const { facts } of calls) await scoped.storeFor([{ name: 'crm', kinds: ['CALL_STARTED'] }], ...facts);
  });
  afterAll(() => scoped.stop());

  const list = async (variables: object = {}, role: Role = 'ADMIN') => {
    const { data, errors } = await scoped.gateway.query(LIST, { first: 10, ...variables }, as(role));
    type Answer = { nodes: { id: string; callId: string; state: string }[]; pageInfo: { endCursor: string } };
    return { code: errors?.[0]?.extensions.code, ...(data?.['notifications'] as Answer | undefined) };
  };
  const resend = (id: string, role: Role = 'ADMIN') => scoped.gateway.query(RESEND, { id }, as(role));

  it.each(roles.filter((role) => role !== 'ADMIN'))('is refused to %s', async (role) => {
    expect((await list({}, role)).code).toBe('FORBIDDEN');
    const { errors } = await resend((await list()).nodes?.[0]?.id ?? '', role);
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('lists the notifications of the calls of a tenant page by page, newest first', async () => {
    const { nodes, pageInfo } = await list({ first: 1 });
    expect(nodes).toMatchObject([{ target: 'crm', kind: 'CALL_STARTED', callId: calls[1]?.id, state: 'PENDING' }]);
    const next = await list({ first: 5, after: pageInfo?.endCursor });
    expect(next.nodes?.map(({ callId }) => callId)).toEqual([calls[0]?.id]);
    expect((await list({ state: 'FAILED' })).nodes).toEqual([]);
    expect((await list({ after: 'x' })).code).toBe('BAD_CURSOR');
  });

  it('sends one that failed again, and records who asked for it', async () => {
    const { notifications } = scoped.stores;
    const due = await notifications.takeDue('crm', limits());
    for (const each of due) await notifications.settle(each, { state: 'FAILED', code: 'OUTBOUND_REFUSED' }, Date.now());
    const [failed] = (await list({ state: 'FAILED' })).nodes ?? [];
    const { data } = await resend(failed!.id);
    expect(data?.['redeliverNotification']).toEqual({
      id: failed!.id,
      state: 'PENDING',
      attempts: 0,
      settledAt: null,
    });
    expect(await notifications.takeDue('crm', limits())).toMatchObject([{ id: failed!.id, attempt: 1 }]);
    const recorded = scoped.gateway.bus.published.flatMap(({ topic, value }) => {
      const event = parseEvent(value);
      if (topic !== 'calls.audit-trail' || !event.ok || event.value.type !== 'access.recorded') return [];
      return event.value.data.accesses;
    });
    expect(recorded).toContainEqual(
      expect.objectContaining({ action: 'MANAGE', details: [`redeliverNotification:${failed!.id.slice(0, 8)}`] }),
    );
  });

  it('knows no notification of another tenant', async () => {
    const { items } = await scoped.stores.notifications.listNotifications('elsewhere', { first: 1 });
    for (const id of [items[0]!.item.id, 'no id', '00000000-0000-4000-8000-000000000000']) {
      const { errors } = await resend(id);
      expect(errors?.[0]?.extensions.code).toBe('NOTIFICATION_UNKNOWN');
    }
  });
});
