import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playCall } from '@earshot/call-player';
import { startStack, type Stack } from '@earshot/stack';
import type { SpeechEngineReport } from '@earshot/ports';
import { eventually, findKafkaHome, startVosk, type VoskServer } from '@earshot/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { testAudio } from './support/audio.js';

const bus = findKafkaHome(process.env['EARSHOT_TEST_KAFKA_HOME']) === undefined ? 'kinesis' : 'kafka';
if (bus === 'kinesis')
  process.stderr.write(
    'the shared quota runs on kinesalite: no Kafka broker here (node tools/workspace/ensure-kafka.mjs)\n',
  );

const QUOTA = 4;
/** So many that each process has more than its share. */
const CALLS = 12;
/** Generous for a busy machine: only what never happens takes this long. */
const LIMIT_MS = 240_000;

/** The way of one process to the engine. Each connection is one stream. */
class CountingLink {
  readonly sockets = new Set<Socket>();

  private constructor(
    readonly server: Server,
    readonly url: string,
  ) {}

  static async open(target: string, onChange: () => void): Promise<CountingLink> {
    const server = createServer((socket) => {
      const onward = connect(Number(new URL(target).port), '127.0.0.1');
      link.sockets.add(socket);
      // First the ends of connections that this one replaces are seen.
      setImmediate(onChange);
      socket.pipe(onward).pipe(socket);
      socket.on('error', () => onward.destroy()).on('close', () => onward.destroy());
      onward.on('error', () => socket.destroy()).on('close', () => socket.destroy());
      for (const end of ['end', 'close']) socket.on(end, () => void link.sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const link = new CountingLink(server, `ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return link;
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }
}

/** The streams that each process claims of the engine. */
async function readClaims(database: pg.Client): Promise<readonly (number | undefined)[]> {
  const { rows } = await database.query<{ engines: SpeechEngineReport[] }>('select engines from speech_readiness');
  return rows.map(({ engines }) => engines.find(({ name }) => name === 'vosk')?.claim?.streams);
}

describe('two transcription processes that share the quota of an engine', () => {
  let dataDir: string;
  let vosk: VoskServer;
  let stack: Stack | undefined;
  let links: CountingLink[] = [];
  let most = 0;
  const openStreams = () => links.map(({ sockets }) => sockets.size);
  const countStreams = () => openStreams().reduce((sum, count) => sum + count, 0);

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'earshot-quota-'));
    vosk = await startVosk();
    const note = () => void (most = Math.max(most, countStreams()));
    links = [await CountingLink.open(vosk.url, note), await CountingLink.open(vosk.url, note)];
    stack = await startStack({
      dataDir,
      bus,
      replicas: { transcription: 2 },
      env: {
        SPEECH_ENGINE: 'vosk',
        SPEECH_MAX_STREAMS: `vosk=${QUOTA}`,
        SPEECH_QUOTA_SCOPE: 'deployment',
      },
      envOf: (_, index) => ({ VOSK_URL: links[index - 1]?.url ?? vosk.url }),
    });
  }, LIMIT_MS);
  afterAll(async () => {
    await stack?.stop();
    for (const link of links) link.close();
    await vosk.dispose();
    await rm(dataDir, { recursive: true, force: true });
  }, LIMIT_MS);

  it(
    'both get their part, together never more than the quota, and the part of a killed one returns',
    async () => {
      const { services, databaseUrl, ingestUrls } = stack!;
      const share = QUOTA / 2;
      const database = new pg.Client({ connectionString: databaseUrl });
      await database.connect();
      // A process that does not know the other yet would use the whole quota until its calls end.
      while ((await readClaims(database)).join() !== `${share},${share}`) await delay(100);
      // Each process has tried the engine when it started.
      await eventually(() => countStreams() === 0, 'the end of the trials', LIMIT_MS);
      most = 0;
      const ending = new AbortController();
      const calls = Array.from({ length: CALLS }, (_, nth) =>
        playCall({
          audio: testAudio(LIMIT_MS),
          url: ingestUrls[0] ?? '',
          callId: `quota-${nth}`,
          signal: ending.signal,
        }),
      );
      const played = Promise.allSettled(calls);
      try {
        await eventually(() => openStreams().every((count) => count === share), 'both parts', LIMIT_MS);

        services.find(({ name, index }) => name === 'transcription' && index === 2)?.signal('SIGKILL');
        await eventually(() => openStreams()[1] === 0, 'the end of the killed process', LIMIT_MS);
        // The others take a process for dead when it has been silent for 90 s.
        await database.query(`update speech_readiness set seen_at = seen_at - interval '91 seconds'`);
        await eventually(() => openStreams()[0] === QUOTA, 'the whole quota', LIMIT_MS);
        expect(most).toBe(QUOTA);
      } finally {
        ending.abort();
        await played;
        await database.end();
      }
      expect(vosk.problems).toEqual([]);
    },
    LIMIT_MS * 3,
  );
});
