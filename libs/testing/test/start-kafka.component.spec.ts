import { describe, expect, it } from '@jest/globals';
import { findKafkaHome } from '../src/servers/find-kafka.js';
import { kafkaAnswers } from '../src/servers/kafka-answers.js';
import { startKafka } from '../src/servers/start-kafka.js';

const home = findKafkaHome(process.env['EARSHOT_TEST_KAFKA_HOME']);
if (home === undefined)
  process.stderr.write('skipped: no Kafka broker here (node tools/workspace/ensure-kafka.mjs fetches one)\n');

(home === undefined ? describe.skip : describe)('a real Kafka broker', () => {
  it('starts, restarts on the same port after a kill, and ends', async () => {
    const server = await startKafka({ home: home ?? '', users: [{ name: 'earshot', password: 'only-for-this-test' }] });
    const port = Number(server.brokers[0]?.split(':')[1]);
    try {
      expect(await kafkaAnswers(port)).toBe(true);
      const first = server.pid;
      await server.kill();
      expect([server.isAlive(), await kafkaAnswers(port)]).toEqual([false, false]);
      await server.start();
      expect(await kafkaAnswers(port)).toBe(true);
      expect(server.pid).not.toBe(first);
    } finally {
      await server.dispose();
    }
    expect(server.isAlive()).toBe(false);
  }, 300_000);
});
