import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { conversationSchema, playCall, type PlayOptions } from '@earshot/call-player';
import { topicNames } from '@earshot/contracts';
import { findEmbeddedPostgres } from '@earshot/embedded-postgres';
import { generatedUtterances } from '@earshot/speech';
import { findKafkaHome, startKafka, type KafkaServer } from '@earshot/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testAudio } from './support/audio.js';
import { findAny, findPlantedTables } from './support/find-planted.js';
import { query, untilCall } from './support/graphql.js';
import { startTestEarshot, type TestEarshot } from './support/running-earshot.js';

const home = findKafkaHome(process.env['EARSHOT_TEST_KAFKA_HOME']);
if (home === undefined)
  process.stderr.write('skipped: Kafka is not installed (run node tools/workspace/ensure-kafka.mjs)\n');
/** Generous for a busy machine: only what never happens takes this long. */
const LIMIT_MS = 300_000;

const [NUMBER, LINE, CUSTOMER, AGENT] = ['+12065550142', '+18005559990', 'Planted Customer', 'planted-agent'];
const AUDIO = testAudio(12_000);
const WORDS = [0, 1].flatMap((track) => generatedUtterances('numbers', track, 0, 10_000).map(({ text }) => text));
const sound = Buffer.from(AUDIO.payload);
/** What is planted in a call. The sound in short stretches, which are in every copy that is not sealed. */
const planted: Readonly<Record<string, readonly Buffer[]>> = {
  numbers: [NUMBER, LINE].map((text) => Buffer.from(text)),
  names: [Buffer.from(CUSTOMER)],
  words: WORDS.map((text) => Buffer.from(text)),
  sound: Array.from({ length: 12 }, (_, at) => sound.subarray((at + 1) * 12_000, (at + 1) * 12_000 + 32)),
};
const conversation = conversationSchema.parse({
  tracks: [{ participantId: 'customer' }, { participantId: 'agent' }],
  participants: [
    { id: 'customer', role: 'CUSTOMER', name: CUSTOMER, number: NUMBER },
    { id: 'agent', role: 'AGENT', name: AGENT },
  ],
  events: [
    {
      type: 'participant.changed',
      atMs: 4_000,
      participant: { id: 'customer', role: 'CUSTOMER', name: CUSTOMER, number: LINE },
    },
  ],
});
const call: Omit<PlayOptions, 'url'> = {
  audio: AUDIO,
  callId: 'planted',
  agentId: AGENT,
  fromNumber: NUMBER,
  toNumber: LINE,
  engine: 'scripted',
  script: 'generated:numbers',
  speed: 4,
  conversation,
};

(home === undefined ? describe.skip : describe)('numbers and names of a call over Kafka', () => {
  let dataDir: string;
  let kafka: KafkaServer;
  let earshot: TestEarshot | undefined;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'earshot-sealed-numbers-'));
    kafka = await startKafka({ home: home ?? '', dataDir });
  }, LIMIT_MS);
  afterAll(async () => {
    await earshot?.close();
    await kafka?.dispose();
    await rm(dataDir, { recursive: true, force: true });
  }, LIMIT_MS);

  /** What each topic holds on the disk of the broker, and which planted things each table holds. */
  async function findPlanted(prefix: string, running: TestEarshot): Promise<Record<string, string[]>> {
    const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
    const logs = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.log'));
    const databaseUrl = (await findEmbeddedPostgres(running.dataDir)) ?? '';
    const found: Record<string, string[]> = {};
    for (const [what, needles] of Object.entries(planted)) {
      const isPlanted = findAny(needles);
      const places = new Set(await findPlantedTables(databaseUrl, isPlanted));
      for (const { parentPath, name } of logs) {
        const topic = topicNames.find((each) => basename(parentPath).startsWith(`${prefix}${each}-`));
        if (topic !== undefined && isPlanted(await readFile(join(parentPath, name)))) places.add(topic);
      }
      found[what] = [...places].toSorted();
    }
    const output = [JSON.stringify(running.log.lines), await running.metricsText()].join('\n');
    const isPersonal = findAny(Object.values(planted).flat());
    expect([output.length > 2, isPersonal(Buffer.from(output))]).toEqual([true, false]);
    return found;
  }

  async function play(prefix: string, sealsNumbers: string): Promise<Record<string, string[]>> {
    await earshot?.close();
    earshot = await startTestEarshot({
      EARSHOT_BUS: 'kafka',
      KAFKA_BROKERS: kafka.brokers.join(),
      KAFKA_TOPIC_PREFIX: prefix,
      KAFKA_REPLICATION_FACTOR: '1',
      EARSHOT_SEAL_NUMBERS: sealsNumbers,
    });
    await playCall({ ...call, url: earshot.ingestUrl });
    await untilCall(earshot.graphqlUrl, 'planted', ({ status }) => status === 'ENDED', LIMIT_MS);
    const text = `{ calls(first: 5, filter: { text: "(206) 555-0142" }) { nodes { customerNumber systemNumber participants { name number } } } }`;
    const { calls } = await query<{ calls: { nodes: unknown[] } }>(earshot.graphqlUrl, text);
    const participants = [
      { name: CUSTOMER, number: LINE },
      { name: AGENT, number: null },
    ];
    expect(calls.nodes).toEqual([{ customerNumber: NUMBER, systemNumber: LINE, participants }]);
    return findPlanted(prefix, earshot);
  }

  it(
    'stand only on calls.lifecycle and in the rows of the call',
    async () => {
      expect(await play('clear.', 'false')).toEqual({
        numbers: ['calls', 'calls.lifecycle', 'participants'],
        names: ['calls.lifecycle', 'participants'],
        words: ['calls.insight', 'segments'],
        sound: [],
      });
    },
    LIMIT_MS,
  );

  it(
    'are readable on no topic and in no row when they are sealed',
    async () => {
      expect(await play('sealed.', 'true')).toEqual({
        numbers: [],
        names: [],
        words: ['calls.insight', 'segments'],
        sound: [],
      });
    },
    LIMIT_MS,
  );
});
