import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CapturingLogger, eventually, startKafka, type KafkaServer } from '@earshot/testing';
import type { KafkaSettings } from '../src/kafka/kafka-settings.js';
import { aKafkaBus, kafkaHome, settingsFor } from './kafka-harness.js';

const topic = 'calls.transcript' as const;
const user = { name: 'earshot', password: 'correct-for-this-test' };

(kafkaHome === undefined ? describe.skip : describe)('KafkaEventBus on a broker with TLS and SCRAM', () => {
  let server: KafkaServer;
  beforeAll(async () => {
    server = await startKafka({ home: kafkaHome ?? '', users: [user] });
  }, 180_000);
  afterAll(() => server.dispose(), 60_000);

  const secured = (changes: Partial<KafkaSettings> = {}) =>
    settingsFor(server.secure?.brokers ?? [], {
      tls: { caFile: server.secure?.caFile },
      sasl: { mechanism: 'scram-sha-512', username: user.name, password: user.password },
      ...changes,
    });
  /** Publishes one message. Returns 'safe' or the error code, and checks that the log does not hold the password. */
  const publishOne = async (settings: KafkaSettings) => {
    const log = new CapturingLogger();
    const bus = aKafkaBus(settings, log);
    const outcome = await bus.publish(topic, 'a', new Uint8Array(1)).then(
      () => 'safe',
      (error: { code?: string }) => error.code,
    );
    await bus.close();
    expect(JSON.stringify(log.lines)).not.toContain(user.password);
    return outcome;
  };

  it.each(['scram-sha-256', 'scram-sha-512'] as const)(
    'publishes and subscribes with %s',
    async (mechanism) => {
      const bus = aKafkaBus(secured({ sasl: { mechanism, username: user.name, password: user.password } }));
      let seen = 0;
      await bus.subscribe({
        topic,
        as: { group: 'stage' },
        acknowledge: 'on-return',
        handle: async () => void (seen += 1),
      });
      await bus.publish(topic, 'a', new Uint8Array(100));
      await eventually(() => seen === 1, 'the message', 60_000);
      await bus.close();
    },
    120_000,
  );

  it('reports a wrong password', async () => {
    const sasl = { mechanism: 'scram-sha-512', username: user.name, password: 'wrong' } as const;
    expect(await publishOne(secured({ sasl }))).toBe('BUS_AUTHENTICATION_FAILED');
    const bus = aKafkaBus(secured({ sasl }));
    await expect(
      bus.subscribe({ topic, as: { group: 'stage' }, acknowledge: 'on-return', handle: async () => undefined }),
    ).rejects.toMatchObject({ code: 'BUS_AUTHENTICATION_FAILED' });
    await expect(bus.ping()).rejects.toMatchObject({ code: 'BUS_AUTHENTICATION_FAILED' });
    await bus.close();
  }, 120_000);

  it('reports a mechanism that the broker does not support', async () => {
    const sasl = { mechanism: 'plain', username: user.name, password: user.password } as const;
    expect(await publishOne(secured({ sasl }))).toBe('BUS_AUTHENTICATION_FAILED');
  }, 120_000);

  it('trusts only certificates of the configured authority with the right name', async () => {
    expect(await publishOne(secured({ tls: {} }))).toBe('BUS_TLS_FAILED');
    const caFile = server.secure?.caFile;
    expect(await publishOne(secured({ tls: { caFile, serverName: 'broker.example' } }))).toBe('BUS_TLS_FAILED');
    expect(await publishOne(secured({ tls: { caFile, serverName: 'localhost' } }))).toBe('safe');
  }, 120_000);

  it('names the variable of a file that does not exist', async () => {
    const bus = aKafkaBus(secured({ tls: { caFile: '/nowhere/ca.pem' } }));
    await expect(bus.publish(topic, 'a', new Uint8Array(1))).rejects.toMatchObject({
      code: 'BUS_CONFIG_UNUSABLE',
      message: 'KAFKA_TLS_CA_FILE: the file cannot be read (ENOENT)',
    });
    await bus.close();
  });
});
