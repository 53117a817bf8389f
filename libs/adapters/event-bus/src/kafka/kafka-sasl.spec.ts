import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { saslOptions } from './kafka-sasl.js';

describe('saslOptions', () => {
  const saved = { ...process.env };
  beforeEach(() => {
    process.env['AWS_ACCESS_KEY_ID'] = 'AKIDFORTHISTEST';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'only-for-this-test';
  });
  afterEach(() => {
    process.env = { ...saved };
  });

  it('signs a token for MSK with the credentials of the process', async () => {
    const options = await saslOptions({ mechanism: 'msk-iam', region: 'eu-central-1' });
    if (options.mechanism !== 'oauthbearer') throw new Error(`unexpected ${options.mechanism}`);
    const { value } = await options.oauthBearerProvider();
    const request = new URL(Buffer.from(value, 'base64url').toString());
    expect(request.host).toBe('kafka.eu-central-1.amazonaws.com');
    expect(request.searchParams.get('Action')).toBe('kafka-cluster:Connect');
    expect(request.searchParams.get('X-Amz-Credential')).toMatch(/^AKIDFORTHISTEST\//);
    expect(value).not.toContain(Buffer.from('only-for-this-test').toString('base64url'));
  });

  it('passes user and password on for SCRAM', async () => {
    const scram = { mechanism: 'scram-sha-256', username: 'earshot', password: 'p' } as const;
    expect(await saslOptions(scram)).toEqual(scram);
  });
});
