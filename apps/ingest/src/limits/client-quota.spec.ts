import { describe, expect, it } from '@jest/globals';
import { callIdSchema } from '@earshot/contracts';
import { CallQuotas } from './call-quotas.js';
import { ClientQuota } from './client-quota.js';

describe('ClientQuota', () => {
  it('takes twenty seconds of starts at once, then as many as the limit allows', () => {
    const quota = new ClientQuota({ maxCalls: 0, startsPerSecond: 5 });
    const take = (starts: number, atMs: number) =>
      Array.from({ length: starts }, () => quota.takeStart('a', atMs)).filter((code) => code === null).length;
    expect(take(5_000, 0)).toBe(100);
    expect(quota.takeStart('a', 0)).toBe('TOO_MANY_STARTS');
    expect(quota.takeStart('b', 0)).toBeNull();
    expect(take(5_000, 10_000)).toBe(50);
  });

  it('forgets clients that are gone, so that it does not grow with the addresses of the world', () => {
    const quota = new ClientQuota({ maxCalls: 10, startsPerSecond: 5 });
    for (let at = 0; at < 1_000; at++) quota.takeStart(`a${at}`, at);
    quota.addCall('a7', 1_000);
    quota.forgetIdleClients(22_000);
    expect(quota.knownClients).toBe(1);
    quota.removeCall('a7');
    quota.forgetIdleClients(22_000);
    expect(quota.knownClients).toBe(0);
  });
});

describe('CallQuotas', () => {
  it('counts a call for its socket and its client until it is removed', () => {
    const quotas = new CallQuotas(
      new ClientQuota({ maxCalls: 2, startsPerSecond: 0 }),
      new ClientQuota({ maxCalls: 3, startsPerSecond: 0 }),
    );
    const [first, second] = ['s1', 's2'].map((socketKey) => ({ socketKey, clientKey: 'c' })) as [Origin, Origin];
    const [a, b, c] = ['a', 'b', 'c'].map((id) => callIdSchema.parse(id)) as [Id, Id, Id];
    quotas.addCall(a, first, 0);
    quotas.addCall(b, first, 0);
    expect([quotas.refusalOfNewCall(first), quotas.refusalOfNewCall(second)]).toEqual([
      'TOO_MANY_CALLS_OF_CLIENT',
      null,
    ]);
    quotas.addCall(c, second, 0);
    expect(quotas.refusalOfNewCall(second)).toBe('TOO_MANY_CALLS_OF_CLIENT');
    quotas.removeCall(a);
    quotas.removeCall(a);
    expect([quotas.refusalOfNewCall(first), quotas.refusalOfNewCall(second)]).toEqual([null, null]);
  });
});

type Origin = Parameters<CallQuotas['refusalOfNewCall']>[0];
type Id = Parameters<CallQuotas['removeCall']>[0];
