import { describe, expect, it } from '@jest/globals';
import { gatewayConfigSchema } from './gateway.config.js';

describe('gatewayConfigSchema', () => {
  it('has a default for every setting but the web page, introspection, TLS and breached passwords', () => {
    expect(gatewayConfigSchema.parse({})).toEqual({
      EARSHOT_REDACTION_AUDIO: expect.objectContaining({ CARD: 'remove', CVV: 'remove', PIN: 'remove', PHONE: 'mute' }),
      EARSHOT_REDACTION_MARGIN_MS: 250,
      EARSHOT_RETENTION_DAYS: 90,
      EARSHOT_RECORDING_HOLD_BACK_MS: 20_000,
      EARSHOT_UNTRANSCRIBED_AUDIO: 'mute',
      EARSHOT_MIN_CONFIDENCE: 0.5,
      EARSHOT_HOST: '127.0.0.1',
      EARSHOT_HTTP_PORT: 4000,
      EARSHOT_INGEST_PORT: 4_001,
      EARSHOT_ALLOWED_ORIGINS: [],
      EARSHOT_TRUSTED_PROXIES: [],
      EARSHOT_WEB_ALLOWED_ADDRESSES: [],
      EARSHOT_TLS_ENDS_AT_PROXY: false,
      EARSHOT_AUTH: 'local',
      EARSHOT_OIDC_ALLOWED_EMAIL_DOMAINS: [],
      EARSHOT_OIDC_AUDIENCE: [],
      EARSHOT_OIDC_EXTERNAL_ID_CLAIM: 'sub',
      EARSHOT_OIDC_ROLES: [],
      EARSHOT_OIDC_ROLES_CLAIM: 'groups',
      EARSHOT_OIDC_SCOPES: 'openid profile email',
      EARSHOT_OIDC_SOURCES: [],
      EARSHOT_SCIM_AGENT_ID: 'userName',
      EARSHOT_SCIM_ROLES: [],
      EARSHOT_SCIM_TEAMS: false,
      EARSHOT_SESSION_HOURS: 12,
      EARSHOT_SESSION_IDLE_MINUTES: 60,
      EARSHOT_TOTP_ROLES: [],
      EARSHOT_DEMO_ACCOUNTS: false,
      EARSHOT_MAX_SOCKETS: 5_000,
      EARSHOT_MAX_SOCKETS_PER_CLIENT: 1_000,
      EARSHOT_MAX_HTTP_CONNECTIONS: 2_000,
      EARSHOT_QUERY_COST_PER_MINUTE: 5_000_000,
      EARSHOT_SOCKET_UNSENT_BYTES: 1_048_576,
      EARSHOT_UNSENT_BYTES: 67_108_864,
      EARSHOT_SUBSCRIBER_QUEUE: 1_000,
    });
  });

  it('reads roles in any case and refuses anything else', () => {
    const read = (text: string) => gatewayConfigSchema.safeParse({ EARSHOT_TOTP_ROLES: text });
    expect(read('admin, Supervisor').data?.EARSHOT_TOTP_ROLES).toEqual(['SUPERVISOR', 'ADMIN']);
    expect(read('boss').success).toBe(false);
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
