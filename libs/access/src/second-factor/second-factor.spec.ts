import { describe, expect, it } from '@jest/globals';
import { TestSealer } from '@earshot/testing';
import { generate } from 'otplib';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.js';
import { TotpSecrets } from './totp-secrets.js';

const NOW = 1_790_000_010_000;
const STEP_MS = 30_000;

describe('the codes of an authenticator app', () => {
  const secrets = new TotpSecrets(new TestSealer());

  it('are right in their step, the one before and the one after', async () => {
    const { secret, sealedSecret, otpauthUrl } = await secrets.createTotp('u1', 'mia@example.org');
    expect(otpauthUrl).toBe(`otpauth://totp/Earshot:mia%40example.org?secret=${secret}&issuer=Earshot`);
    expect(Buffer.from(sealedSecret).includes(secret)).toBe(false);
    const steps = await Promise.all(
      [-2, -1, 0, 1, 2].map(async (away) => {
        const code = await generate({ secret, epoch: (NOW + away * STEP_MS) / 1_000 });
        const step = await secrets.findStep('u1', sealedSecret, code, NOW);
        return step === null ? null : step - Math.floor(NOW / STEP_MS);
      }),
    );
    expect(steps).toEqual([null, -1, 0, 1, null]);
    const code = await generate({ secret, epoch: NOW / 1_000 });
    await expect(secrets.findStep('u2', sealedSecret, code, NOW)).rejects.toMatchObject({ code: 'SEALED_DAMAGED' });
  });

  it.each(['', '12345', '1234567', 'abcdef', '١٢٣٤٥٦'])('are not %j', async (code) => {
    const { sealedSecret } = await secrets.createTotp('u1', 'mia');
    expect(await secrets.findStep('u1', sealedSecret, code, NOW)).toBeNull();
  });
});

it('makes ten recovery codes, which people may spell as they like', () => {
  const codes = newRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) {
    expect(code).toMatch(/^([2-9a-hjkmnp-z]{4}-){3}[2-9a-hjkmnp-z]{4}$/);
    expect(hashRecoveryCode(` ${code.toUpperCase().replaceAll('-', ' ')}`)).toEqual(hashRecoveryCode(code));
  }
  expect(['', '123456', `${codes[0]}2`, 'illo-illo-illo-illo'].map(hashRecoveryCode)).toEqual([null, null, null, null]);
});
