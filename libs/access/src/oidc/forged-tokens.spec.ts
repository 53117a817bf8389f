import { createHmac } from 'node:crypto';
import { TestIssuer } from '@earshot/testing';
import { describe, expect, it } from '@jest/globals';
import { exportSPKI, importJWK } from 'jose';
import { UNAUTHENTICATED, tokenCheckPerTest } from '../../test/token-check.js';

describe('refuses a forged access token', () => {
  const at = tokenCheckPerTest();
  const { authenticate, claims, sign } = at;

  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  it.each(['none', 'None', 'NONE', ''])('with the algorithm %j', async (alg) => {
    const body = part({ iss: at.issuer.url, ...claims({ groups: ['it'] }) });
    for (const signature of ['', 'AAAA'])
      await expect(authenticate(`${part({ alg, typ: 'at+jwt' })}.${body}.${signature}`)).rejects.toEqual(
        UNAUTHENTICATED,
      );
  });

  it('that uses the public key as a shared secret', async () => {
    const publicKey = await importJWK(at.key.publicKey, 'RS256');
    const secrets = [await exportSPKI(publicKey as never), JSON.stringify(at.key.publicKey), at.key.publicKey.n ?? ''];
    for (const secret of secrets) {
      const signed = `${part({ alg: 'HS256', kid: at.key.publicKey.kid, typ: 'at+jwt' })}.${part({ iss: at.issuer.url, ...claims() })}`;
      const signature = createHmac('sha256', secret).update(signed).digest('base64url');
      await expect(authenticate(`${signed}.${signature}`)).rejects.toEqual(UNAUTHENTICATED);
    }
  });

  it('whose claims, header or signature were exchanged', async () => {
    const [header, body, signature] = (await sign()).split('.') as [string, string, string];
    const [, otherBody] = (await sign({ groups: ['it'] })).split('.') as [string, string];
    for (const forged of [
      `${header}.${otherBody}.${signature}`,
      `${part({ alg: 'PS256', kid: at.key.publicKey.kid, typ: 'at+jwt' })}.${body}.${signature}`,
      `${header}.${body}.${signature.slice(0, -8)}AAAAAAAA`,
      `${header}.${body}.`,
      `${header}.${body}`,
      `${header}.${body}.${signature}.${signature}`,
      `${header}..${signature}`,
      'a.b.c',
    ])
      await expect(authenticate(forged)).rejects.toEqual(UNAUTHENTICATED);
  });

  it('that brings a key of its own, or names a place of keys', async () => {
    const thief = await TestIssuer.open();
    for (const header of [{ jwk: thief.key.publicKey }, { jku: `${thief.issuer.url}/keys` }]) {
      const token = await at.issuer.sign(claims(), { ...thief.key, publicKey: at.key.publicKey }, header);
      await expect(authenticate(token)).rejects.toEqual(UNAUTHENTICATED);
    }
    expect(thief.issuer.reads.keys).toBe(0);
    await thief.issuer.goAway();
  });

  it('that is longer than a header may be, without looking into it', async () => {
    const token = await sign({ groups: ['quality', 'x'.repeat(16_384)] });
    await expect(authenticate(token)).rejects.toEqual(UNAUTHENTICATED);
    const shorter = await sign({ groups: ['quality', 'x'.repeat(8_000)] });
    expect((await authenticate(shorter)).roles).toEqual(['SUPERVISOR']);
  });
});
