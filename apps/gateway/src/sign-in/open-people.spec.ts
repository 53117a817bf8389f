import { CapturingLogger, ManualClock, TestSealer } from '@earshot/testing';
import { describe, expect, it } from '@jest/globals';
import { gatewayConfigSchema } from '../gateway.config.js';
import { openPeople } from './open-people.js';

describe('what signs people in', () => {
  /** Opens it with these settings. Returns the settings that the log warns of. */
  async function warningsWith(env: Record<string, string>): Promise<unknown[]> {
    const logger = new CapturingLogger();
    const process = { clock: new ManualClock(), logger };
    await openPeople(gatewayConfigSchema.parse(env), { process, sealer: new TestSealer() } as never);
    return logger.lines.filter(({ level }) => level === 'warn').map(({ fields }) => fields['setting']);
  }

  it('does not start with a file of breached passwords that cannot be read', async () => {
    const opened = warningsWith({ EARSHOT_BREACHED_PASSWORDS_FILE: '/nowhere/hashes' });
    await expect(opened).rejects.toMatchObject({ code: 'BREACHED_PASSWORDS_UNUSABLE' });
  });

  it('does not let visitors in without a password where others reach the gateway', async () => {
    const opened = warningsWith({ EARSHOT_DEMO_ACCOUNTS: 'true', EARSHOT_HOST: '0.0.0.0' });
    await expect(opened).rejects.toMatchObject({ code: 'DEMO_NOT_ALLOWED' });
  });

  it.each([
    [{}, []],
    [{ EARSHOT_HOST: '0.0.0.0' }, ['EARSHOT_TOTP_ROLES']],
    [{ EARSHOT_TLS_ENDS_AT_PROXY: 'true' }, ['EARSHOT_TOTP_ROLES']],
    [{ EARSHOT_HOST: '0.0.0.0', EARSHOT_TOTP_ROLES: 'supervisor' }, ['EARSHOT_TOTP_ROLES']],
    [{ EARSHOT_HOST: '0.0.0.0', EARSHOT_TOTP_ROLES: 'admin' }, []],
    [{ EARSHOT_HOST: '0.0.0.0', EARSHOT_AUTH: 'open' }, []],
    [{ EARSHOT_HOST: '0.0.0.0', EARSHOT_AUTH: 'oidc' }, []],
  ])('warns with %j of administrators who need only a password: %j', async (env, warnings) => {
    expect(await warningsWith(env as Record<string, string>)).toEqual(warnings);
  });
});
