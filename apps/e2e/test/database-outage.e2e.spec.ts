import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { playCall, type PlayOptions } from '@earshot/call-player';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@earshot/embedded-postgres';
import { copyTestCluster } from '@earshot/embedded-postgres/testing';
import { LocalMasterKey } from '@earshot/keys';
import { CapturingLogger, freePorts } from '@earshot/testing';
import { testAudio } from './support/audio.js';
import { earshotHomePerTest } from './support/earshot-process.js';
import { query, untilCall } from './support/graphql.js';
import { readJournal } from './support/read-journal.js';

const key = Buffer.alloc(32, 7);
const masterKey = new LocalMasterKey([key]);

describe('a call that begins while the database is away, in a process that is killed', () => {
  let database: EmbeddedPostgres | undefined;
  const home = earshotHomePerTest({
    EARSHOT_RECONNECT_WINDOW_MS: '1000',
    EARSHOT_IDLE_CALL_MS: '5000',
    EARSHOT_MASTER_KEY: key.toString('base64'),
    SPEECH_ENGINE: 'scripted',
  });
  afterEach(async () => {
    await database?.stop();
    database = undefined;
  });

  async function startDatabase(port: number): Promise<EmbeddedPostgres> {
    const logger = new CapturingLogger();
    return (database = await startEmbeddedPostgres({ dataDir: join(home.dataDir, 'server'), port, logger }));
  }

  /** Begins a call without a database, kills the process that holds its audio, and starts both again. */
  async function playIntoDeath(options: Pick<PlayOptions, 'callId' | 'reconnectWithinMs'>) {
    await copyTestCluster(join(home.dataDir, 'server'));
    const [port = 0] = await freePorts(1);
    const { url: DATABASE_URL, stop } = await startDatabase(port);
    const first = await home.start({ DATABASE_URL });
    await stop();
    const startedAtMs = Date.now();
    const audio = testAudio(30_000);
    const playing = playCall({
      audio,
      url: first.ingestUrl,
      speed: 1,
      engine: 'scripted',
      script: 'generated:out',
      ...options,
    });
    const played = playing.catch(() => null);
    // After five attempts, at least 1.5 s after the start.
    while (!(await readJournal(home.dataDir, masterKey)).includes('CALL_REGISTRY_UNAVAILABLE')) await sleep(50);
    expect(await readJournal(home.dataDir, masterKey)).not.toContain('stream.opened');
    await first.end('SIGKILL');
    await startDatabase(port);
    return { next: await home.start({ DATABASE_URL }), played, startedAtMs };
  }

  it('is as long as the wall clock says when its source returns, with the lost audio as a gap', async () => {
    const { next, played, startedAtMs } = await playIntoDeath({ callId: 'back', reconnectWithinMs: 60_000 });
    expect((await played)?.reconnects).toBeGreaterThan(0);
    const endedAtMs = Date.now();
    const url = `${next.httpUrl}/graphql`;
    const call = await untilCall(url, 'back', ({ status }) => status !== 'LIVE', 120_000);
    expect(call.status).toBe('ENDED');
    const { startedAt } = (await query<{ call: { startedAt: string } }>(url, '{ call(id: "back") { startedAt } }'))
      .call;
    expect(Math.abs(Date.parse(startedAt) - startedAtMs)).toBeLessThan(1_000);
    expect(Math.abs(call.durationMs - (endedAtMs - startedAtMs))).toBeLessThan(2_000);
    expect(call.ledger).toHaveLength(2);
    for (const row of call.ledger) {
      expect(row.gaps).toEqual([expect.objectContaining({ reason: 'FRAMES_LOST' })]);
      expect(row.transcribedMs).toBeGreaterThan(0);
      expect(row.transcribedMs + row.gapMs).toBeCloseTo(row.receivedMs, 3);
      expect(row.receivedMs).toBeCloseTo(call.durationMs, 3);
    }
  }, 240_000);

  it('is listed as interrupted, with the reason, when its source does not return', async () => {
    const { next } = await playIntoDeath({ callId: 'gone', reconnectWithinMs: 0 });
    const call = await untilCall(`${next.httpUrl}/graphql`, 'gone', ({ status }) => status !== 'LIVE', 120_000);
    expect(call).toMatchObject({ status: 'INTERRUPTED', durationMs: 0, recording: null });
    expect(call.problems.map(({ code }) => code)).toEqual(['CALL_REGISTRY_UNAVAILABLE', 'CALL_ABANDONED']);
  }, 240_000);
});
