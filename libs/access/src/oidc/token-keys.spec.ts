import { describe, expect, it } from '@jest/globals';
import { UNAUTHENTICATED, UNAVAILABLE, tokenCheckPerTest } from '../../test/token-check.js';

describe('the keys and the end of access tokens', () => {
  const at = tokenCheckPerTest();
  const { authenticate, claims, readAll, sign, useSettings } = at;

  it('takes tokens of a new key at once, and ends those of a withdrawn one', async () => {
    const old = await authenticate(await sign());
    const ended: string[] = [];
    at.tokens.watch(old, () => ended.push('old'));
    const next = await at.issuer.addKey();
    await at.clock.advance(10_000);
    const fresh = await authenticate(await at.issuer.sign(claims(), next));
    at.tokens.watch(fresh, () => ended.push('fresh'));
    at.tokens.endWatched();
    expect(ended).toEqual([]);
    at.issuer.published = [next.publicKey];
    await at.clock.advance(300_000 - 10_000);
    await at.provider.refreshWhenDue();
    at.tokens.endWatched();
    expect(ended).toEqual(['old']);
    await expect(authenticate(await sign())).rejects.toEqual(UNAUTHENTICATED);
  });

  it('ends what an expired token opened, and tells nobody who stopped watching', async () => {
    const principal = await authenticate(await sign());
    const ended: string[] = [];
    const stop = at.tokens.watch(principal, () => ended.push('first'));
    at.tokens.watch(principal, () => ended.push('second'));
    stop();
    await at.clock.advance(299_000);
    at.tokens.endWatched();
    expect(ended).toEqual([]);
    await at.clock.advance(1_000);
    at.tokens.endWatched();
    at.tokens.endWatched();
    expect(ended).toEqual(['second']);
  });

  it('verifies tokens from memory while the provider is away', async () => {
    await at.issuer.goAway();
    await at.clock.advance(300_000);
    await at.provider.refreshWhenDue();
    expect((await authenticate(await sign())).roles).toEqual(['SUPERVISOR']);
    expect(at.logger.lines).toContainEqual(
      expect.objectContaining({ fields: expect.objectContaining({ code: 'IDENTITY_PROVIDER_UNAVAILABLE' }) }),
    );
  });

  it('asks to try again while a provider that was never there, or has a new at.key, does not answer', async () => {
    useSettings();
    await at.issuer.goAway();
    await readAll();
    await expect(authenticate(await sign())).rejects.toEqual(UNAVAILABLE);
    await at.issuer.comeBack();
    await at.provider.refreshWhenDue();
    await expect(authenticate(await sign())).rejects.toEqual(UNAVAILABLE);
    await at.clock.advance(1_000);
    await at.provider.refreshWhenDue();
    await authenticate(await sign());
    const next = await at.issuer.addKey();
    await at.issuer.goAway();
    await at.clock.advance(10_000);
    const token = await at.issuer.sign(claims(), next);
    await expect(authenticate(token)).rejects.toEqual(UNAVAILABLE);
    await at.issuer.comeBack();
    await expect(authenticate(token)).rejects.toEqual(UNAVAILABLE);
    await at.clock.advance(10_000);
    await authenticate(token);
  });

  it('does not let a client with invented keys drive the at.provider, nor wait long for it', async () => {
    await at.clock.advance(10_000);
    let release = (): void => undefined;
    at.issuer.keysHeldUntil = new Promise((resolve) => (release = resolve));
    const before = at.issuer.reads.keys;
    const forged = await Promise.all(Array.from({ length: 50 }, (_, n) => sign({}, { kid: `invented-${n}` })));
    const answers = forged.map((token) => authenticate(token).catch((error: unknown) => error));
    while (at.issuer.reads.keys === before) await new Promise((resolve) => setImmediate(resolve));
    await at.clock.advance(300);
    expect(await Promise.all(answers)).toEqual(Array(50).fill(UNAVAILABLE));
    release();
    for (const token of forged) await expect(authenticate(token)).rejects.toEqual(UNAUTHENTICATED);
    expect(at.issuer.reads.keys).toBe(before + 1);
    await at.clock.advance(10_000);
    await expect(authenticate(forged[0] ?? '')).rejects.toEqual(UNAUTHENTICATED);
    expect(at.issuer.reads.keys).toBe(before + 2);
  });
});
