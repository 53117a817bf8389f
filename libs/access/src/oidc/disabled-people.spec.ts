import { describe, expect, it } from '@jest/globals';
import { tokenCheckPerTest } from '../../test/token-check.js';

describe('access tokens of people whose account may be disabled', () => {
  const at = tokenCheckPerTest();
  const { authenticate, readAll, sign, useSettings } = at;

  const email = 'Mia@example.org';
  const mia = { email, email_verified: true, oid: '4711' };

  it.each([
    ['the person of the token', () => ({ externalId: JSON.stringify([at.issuer.url, 'mia']) }), true],
    ['the person whom the provider provisioned', () => ({ providerId: '4711' }), true],
    ['the provisioned name that is the verified address', () => ({ name: 'mia@example.org' }), true],
    ['a person of another provider', () => ({ externalId: '["https://elsewhere.example.org","mia"]' }), false],
    [
      'a person with another id',
      () => ({ externalId: JSON.stringify([at.issuer.url, 'Mia']), providerId: 'mia' }),
      false,
    ],
    ['nobody', () => ({}), false],
  ])('looks for %s among the disabled', async (_what, person, isRefused) => {
    useSettings({ EARSHOT_OIDC_EXTERNAL_ID_CLAIM: 'oid' });
    await readAll();
    const ended: string[] = [];
    const token = await sign(mia);
    at.tokens.watch(await authenticate(token), () => ended.push('mia'));
    at.store.set(person());
    await at.disabled.refresh();
    at.tokens.endWatched();
    expect(ended).toEqual(isRefused ? ['mia'] : []);
    const answer = authenticate(token).then(
      () => false,
      (error: { code: string }) => error.code === 'UNAUTHENTICATED',
    );
    expect(await answer).toBe(isRefused);
  });

  it('does not take an address that nobody verified for that of a disabled person', async () => {
    at.store.set({ name: 'mia@example.org' });
    await at.disabled.refresh();
    await authenticate(await sign({ email, email_verified: false }));
    await authenticate(await sign({ email: 'ann@example.org', email_verified: true }));
  });
});
