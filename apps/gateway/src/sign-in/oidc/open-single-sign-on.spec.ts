import { describe, expect, it } from '@jest/globals';
import { gatewayConfigSchema } from '../../gateway.config.js';
import { requireReachablePage } from './open-single-sign-on.js';

const check = (env: Record<string, string>): void => requireReachablePage(gatewayConfigSchema.parse(env));

describe('the public address', () => {
  it('may be one that the gateway answers under', () => {
    expect(() => check({})).not.toThrow();
    expect(() => check({ EARSHOT_PUBLIC_URL: 'http://localhost:4000' })).not.toThrow();
    const url = 'https://calls.example.org';
    expect(() => check({ EARSHOT_PUBLIC_URL: `${url}/`, EARSHOT_ALLOWED_ORIGINS: url })).not.toThrow();
  });

  it('is refused where the gateway would refuse what the provider leads back', () => {
    const env = { EARSHOT_PUBLIC_URL: 'https://calls.example.org', EARSHOT_ALLOWED_ORIGINS: 'https://www.example.org' };
    expect(() => check(env)).toThrow(expect.objectContaining({ code: 'SETTING_INVALID' }));
  });
});
