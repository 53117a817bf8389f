import { describe, expect, it } from '@jest/globals';
import { kafkaConfigSchema, kafkaSettings } from './kafka.config.js';

const settings = (env: Record<string, string>) => kafkaSettings(kafkaConfigSchema.parse(env));
const brokers = { KAFKA_BROKERS: 'one:9092, two:9092' };

describe('kafkaSettings', () => {
  it('needs only the brokers', () => {
    expect(settings(brokers)).toEqual({
      brokers: ['one:9092', 'two:9092'],
      topicPrefix: '',
      replicationFactor: undefined,
      compression: 'none',
      lingerMs: 5,
      sessionTimeoutMs: 10_000,
      rebalanceTimeoutMs: 30_000,
      tls: undefined,
      sasl: undefined,
    });
  });

  it('reads TLS and SCRAM settings', () => {
    const env = {
      ...brokers,
      KAFKA_TLS: 'true',
      KAFKA_TLS_CA_FILE: 'ca.pem',
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_SASL_USERNAME: 'earshot',
      KAFKA_SASL_PASSWORD: 'secret',
    };
    expect(settings(env)).toMatchObject({
      tls: { caFile: 'ca.pem' },
      sasl: { mechanism: 'scram-sha-512', username: 'earshot', password: 'secret' },
    });
  });

  it('uses the AWS credentials of the process on MSK', () => {
    const env = { ...brokers, KAFKA_TLS: 'true', KAFKA_SASL_MECHANISM: 'msk-iam', AWS_REGION: 'eu-central-1' };
    expect(settings(env).sasl).toEqual({ mechanism: 'msk-iam', region: 'eu-central-1' });
  });

  it.each<[string, Record<string, string>, string]>([
    ['the brokers', {}, 'KAFKA_BROKERS'],
    ['a user', { ...brokers, KAFKA_SASL_MECHANISM: 'plain' }, 'KAFKA_SASL_USERNAME'],
    ['a password', { ...brokers, KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'u' }, 'KAFKA_SASL_PASSWORD'],
    ['a region', { ...brokers, KAFKA_SASL_MECHANISM: 'msk-iam', KAFKA_TLS: 'true' }, 'AWS_REGION'],
    ['TLS for MSK', { ...brokers, KAFKA_SASL_MECHANISM: 'msk-iam', AWS_REGION: 'eu-central-1' }, 'KAFKA_TLS'],
    ['a key', { ...brokers, KAFKA_TLS: 'true', KAFKA_TLS_CERT_FILE: 'cert.pem' }, 'KAFKA_TLS_KEY_FILE'],
  ])('names the variable when %s is missing', (_, env, variable) => {
    expect(() => settings(env)).toThrow(
      expect.objectContaining({
        code: 'BUS_CONFIG_INCOMPLETE',
        message: expect.stringMatching(`^${variable}: needed with `),
      }),
    );
  });

  it.each(['no-port', 'one:9092,', 'http://one:9092', 'one:x'])(
    'refuses brokers like %s and names the variable',
    (list) => {
      const parsed = kafkaConfigSchema.safeParse({ KAFKA_BROKERS: list });
      expect(parsed.error?.issues.map(({ path }) => path[0])).toEqual(['KAFKA_BROKERS']);
    },
  );
});
