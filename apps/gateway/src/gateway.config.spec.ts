import { describe, expect, it } from '@jest/globals';
import { gatewayConfigSchema } from './gateway.config.js';

describe('gatewayConfigSchema', () => {
  it('has a default for every setting but the web page and introspection', () => {
    expect(gatewayConfigSchema.parse({})).toEqual({
      EARSHOT_HOST: '127.0.0.1',
      EARSHOT_HTTP_PORT: 4000,
      EARSHOT_ALLOWED_ORIGINS: [],
      EARSHOT_MAX_SOCKETS: 5_000,
      EARSHOT_SUBSCRIBER_QUEUE: 1_000,
    });
  });

  it('reads a list of origins and refuses anything else', () => {
    const origins = (text: string) => gatewayConfigSchema.safeParse({ EARSHOT_ALLOWED_ORIGINS: text });
    expect(origins('https://a.example, http://b.example:8080').data?.EARSHOT_ALLOWED_ORIGINS).toEqual([
      'https://a.example',
      'http://b.example:8080',
    ]);
    expect(origins('a.example').success).toBe(false);
    expect(origins('*').success).toBe(false);
  });

  it('describes every setting', () => {
    for (const field of Object.values(gatewayConfigSchema.shape)) expect(field.description).toBeTruthy();
  });
});
