import { InMemoryKeys } from '@earshot/testing';
import { describe, expect, it } from '@jest/globals';
import { makeKey, makeReplacement, requireKey, revokeKey, storeReplacement } from './index.js';

const NOW = 1_000;
const DAY_MS = 86_400_000;
const supervisor = { name: 'Ann', roles: ['SUPERVISOR'] } as const;

describe('makeKey', () => {
  it('makes the key of a source or of a service', () => {
    expect(makeKey(supervisor, NOW).stored).toMatchObject({ kind: 'SERVICE', roles: ['SUPERVISOR'] });
    expect(makeKey({ name: 'Phones', sources: ['lca'] }, NOW).stored).toMatchObject({ kind: 'SOURCE', roles: [] });
  });

  it.each([
    [{ roles: [] }, /needs roles or sources/],
    [{ sources: ['lca'] }, /cannot have both/],
    [{ roles: [], sources: ['lca'], teams: ['north'] }, /takes no agent, team or queue/],
    [{ roles: ['AGENT'] as const }, /needs the agent/],
    [{ name: ' ' }, /1 to 256 characters/],
    [{ teams: ['x'.repeat(257)] }, /1 to 256 characters/],
    [{ queues: Array.from({ length: 101 }, (_, at) => `q${at}`) }, /at most 100/],
    [{ expiresAtMs: NOW }, /in the future/],
    [{ expiresAtMs: NOW + 3_650 * DAY_MS + 1 }, /within 3650 days/],
  ])('refuses %j', (change, message) => {
    expect(() => makeKey({ ...supervisor, ...change }, NOW)).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT', message: expect.stringMatching(message) }),
    );
  });
});

describe('a change of a key', () => {
  it('reaches only a usable key of the tenant', async () => {
    const keys = new InMemoryKeys();
    const { stored } = makeKey({ ...supervisor, tenant: 'default' }, NOW);
    await keys.add(stored);
    const { id } = stored;
    const notFound = expect.objectContaining({ code: 'KEY_NOT_FOUND' });
    await expect(requireKey(keys, { tenant: 'elsewhere', id }, NOW)).rejects.toEqual(notFound);
    const old = await requireKey(keys, { tenant: 'default', id }, NOW);
    await revokeKey(keys, id, NOW);
    await expect(revokeKey(keys, id, NOW)).rejects.toEqual(notFound);
    await expect(storeReplacement(keys, makeReplacement(old, DAY_MS, NOW))).rejects.toEqual(notFound);
    await expect(requireKey(keys, { tenant: 'default', id }, NOW)).rejects.toEqual(notFound);
  });
});
