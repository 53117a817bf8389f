import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { processConfigSchema } from '../hosting.config.js';
import type { CheckedConfig } from './find-production-problems.js';
import { requireProduction } from './require-production.js';

const gateway = { opensCalls: true, needs: ['callReader', 'recordings', 'sealer'] } as const;
const consumer = { opensCalls: false, needs: [] } as const;
const parse = (env: Record<string, string>) => processConfigSchema.parse({ EARSHOT_MODE: 'production', ...env });
const ready: CheckedConfig = {
  ...parse({
    EARSHOT_BUS: 'kafka',
    EARSHOT_MASTER_KEY: randomBytes(32).toString('base64'),
    KAFKA_BROKERS: 'kafka-1.example.org:9093',
    KAFKA_TLS: 'true',
    KAFKA_SASL_MECHANISM: 'scram-sha-512',
    KAFKA_SASL_USERNAME: 'gateway',
    KAFKA_SASL_PASSWORD: randomBytes(16).toString('hex'),
    RECORDINGS: 's3',
    S3_ENDPOINT: 'https://s3.example.org',
  }),
  DATABASE_URL: `postgres://app:${randomBytes(16).toString('hex')}@db.example.org/earshot?sslmode=verify-full`,
  EARSHOT_AUTH: 'local',
  EARSHOT_TLS_CERT_FILE: '/tls/cert.pem',
};
const databaseUrl = (password: string, host: string, parameters = '') =>
  `postgres://app:${password}@${host}/earshot${parameters}`;

/** The settings that the refusal names, in its order. */
function settingsNamed(changes: Partial<CheckedConfig>, program: Parameters<typeof requireProduction>[1] = gateway) {
  try {
    requireProduction({ ...ready, ...changes }, program);
    return [];
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    expect(code).toBe('PRODUCTION_NOT_READY');
    return message.split('\n').map((line) => line.split(':', 1)[0]);
  }
}

describe('in production', () => {
  it('a program starts with everything that protects the calls', () => {
    expect(settingsNamed({})).toEqual([]);
    const proxied = { EARSHOT_TLS_CERT_FILE: undefined, EARSHOT_TLS_ENDS_AT_PROXY: true };
    expect(settingsNamed({ ...proxied, EARSHOT_TRUSTED_PROXIES: ['10.0.0.1'] })).toEqual([]);
  });

  it('the refusal names everything that is missing at once', () => {
    expect(settingsNamed(parseBare())).toEqual([
      'EARSHOT_TLS_CERT_FILE',
      'EARSHOT_AUTH',
      'EARSHOT_ALLOW_UNAUTHENTICATED',
      'EARSHOT_MASTER_KEY',
      'DATABASE_URL',
      'DATABASE_URL',
      'KAFKA_TLS',
      'KAFKA_SASL_MECHANISM',
      'S3_ENDPOINT',
    ]);
  });

  it('a program that opens no calls and seals nothing needs neither TLS nor a master key', () => {
    expect(settingsNamed(parseBare(), consumer)).toEqual([
      'DATABASE_URL',
      'DATABASE_URL',
      'KAFKA_TLS',
      'KAFKA_SASL_MECHANISM',
    ]);
  });

  it.each<[string, Partial<CheckedConfig>, string]>([
    ['no trusted proxy', { EARSHOT_TLS_ENDS_AT_PROXY: true }, 'EARSHOT_TRUSTED_PROXIES'],
    ['open identity', { EARSHOT_AUTH: 'open' }, 'EARSHOT_AUTH'],
    ['accounts of the demo', { EARSHOT_DEMO_ACCOUNTS: true }, 'EARSHOT_DEMO_ACCOUNTS'],
    ['a master key of one byte', { EARSHOT_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') }, 'EARSHOT_MASTER_KEY'],
    ['a master key of words', { EARSHOT_MASTER_KEY: btoa('correct horse battery staples ok') }, 'EARSHOT_MASTER_KEY'],
    ['a database in the clear', { DATABASE_URL: databaseUrl('abcdefghijklm', 'db') }, 'DATABASE_URL'],
    ['unchecked TLS', { DATABASE_URL: databaseUrl('abcdefghijklm', 'db', '?sslmode=no-verify') }, 'DATABASE_URL'],
    [
      'a password that is its user',
      { KAFKA_SASL_PASSWORD: 'gateway-gateway', KAFKA_SASL_USERNAME: 'gateway-gateway' },
      'KAFKA_SASL_PASSWORD',
    ],
    ['Kinesis in the clear', { EARSHOT_BUS: 'kinesis', KINESIS_ENDPOINT: 'http://kinesis:4567' }, 'KINESIS_ENDPOINT'],
  ])('%s is refused', (_, changes, setting) => {
    expect(settingsNamed(changes)).toEqual([setting]);
  });

  it('an identity provider needs TLS, a client, roles, and the address of the page', () => {
    const page = { opensCalls: true, needs: ['sealer', 'sessions'] } as const;
    const oidc = (env: Record<string, string>): Partial<CheckedConfig> => {
      const { EARSHOT_OIDC_ISSUER, EARSHOT_OIDC_CLIENT_ID, EARSHOT_OIDC_ROLES, EARSHOT_OIDC_SOURCES } = parse(env);
      const named = { EARSHOT_OIDC_ISSUER, EARSHOT_OIDC_CLIENT_ID, EARSHOT_OIDC_ROLES, EARSHOT_OIDC_SOURCES };
      return { ...named, EARSHOT_AUTH: 'oidc' };
    };
    const client = { EARSHOT_OIDC_ISSUER: 'https://id.example.org', EARSHOT_OIDC_CLIENT_ID: 'earshot' };
    const whole = oidc({ ...client, EARSHOT_OIDC_ROLES: 'it=admin' });
    expect(settingsNamed({ ...whole, EARSHOT_PUBLIC_URL: 'https://calls.example.org' }, page)).toEqual([]);
    expect(settingsNamed({ ...whole, EARSHOT_PUBLIC_URL: 'http://calls.example.org' }, page)).toEqual([
      'EARSHOT_PUBLIC_URL',
    ]);
    expect(settingsNamed(oidc({ ...client, EARSHOT_OIDC_SOURCES: 'calls/send=lca' }))).toEqual([]);
    expect(settingsNamed(oidc({ ...client, EARSHOT_OIDC_ISSUER: 'http://localhost:8080' }), page)).toEqual([
      'EARSHOT_OIDC_ISSUER',
      'EARSHOT_OIDC_ROLES',
      'EARSHOT_PUBLIC_URL',
    ]);
    expect(settingsNamed(oidc({}))).toEqual(['EARSHOT_OIDC_ISSUER', 'EARSHOT_OIDC_CLIENT_ID', 'EARSHOT_OIDC_ROLES']);
  });

  it.each([
    'postgres',
    'earshot',
    'Password1',
    'changeme',
    'change-me-please',
    'AKIDEXAMPLEsecret',
    '123456789012345',
    'short',
    'minioadmin',
  ])('the password "%s" is refused, and not shown', (password) => {
    const url = databaseUrl(password, 'db.example.org', '?sslmode=verify-full');
    expect(settingsNamed({ DATABASE_URL: url })).toEqual(['DATABASE_URL']);
    expect(() => requireProduction({ ...ready, DATABASE_URL: url }, gateway)).not.toThrow(password);
  });

  it('what does not leave the machine needs no TLS', () => {
    const here = {
      DATABASE_URL: databaseUrl('abcdefghijklm', '127.0.0.1:5432'),
      KAFKA_BROKERS: ['localhost:9092', '127.0.0.2:9092'],
      KAFKA_TLS: false,
      KAFKA_SASL_MECHANISM: 'none',
      S3_ENDPOINT: 'http://[::1]:9000',
    } as const;
    expect(settingsNamed({ ...here, KAFKA_BROKERS: [...here.KAFKA_BROKERS] })).toEqual([]);
  });
});

it('in development, a program starts with nothing of it', () => {
  expect(() => requireProduction({ ...parseBare(), EARSHOT_MODE: 'development' }, gateway)).not.toThrow();
});

function parseBare(): CheckedConfig {
  return {
    ...parse({
      EARSHOT_BUS: 'kafka',
      EARSHOT_ALLOW_UNAUTHENTICATED: 'true',
      KAFKA_BROKERS: 'localhost:9092,kafka:9092',
      RECORDINGS: 's3',
      S3_ENDPOINT: 'http://s3:9000',
    }),
    DATABASE_URL: databaseUrl('earshot', 'postgres'),
    EARSHOT_AUTH: 'open',
    EARSHOT_MASTER_KEY: undefined,
    EARSHOT_TLS_CERT_FILE: undefined,
    KAFKA_SASL_PASSWORD: undefined,
  };
}
