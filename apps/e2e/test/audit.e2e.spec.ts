import { afterEach, describe, expect, it } from '@jest/globals';
import { playCall } from '@earshot/call-player';
import { findEmbeddedPostgres } from '@earshot/embedded-postgres';
import { openPostgres, type PostgresStores } from '@earshot/postgres';
import type { HashedAuditEntry } from '@earshot/ports';
import { generatedUtterances } from '@earshot/speech';
import { CapturingLogger } from '@earshot/testing';
import type { AuditAction } from '@earshot/contracts';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { testAudio } from './support/audio.js';
import { earshotHomePerTest } from './support/earshot-process.js';
import { createSubscriber, query, untilCall, watchSegments } from './support/graphql.js';
import { startTestEarshot, type TestEarshot } from './support/running-earshot.js';

const CALL_MS = 12_000;
const SEARCHED = 'quicksilver';
const UNKNOWN_ID = 'pomegranate-41555501';
const audio = testAudio(CALL_MS);
const call = { audio, callId: 'audited', engine: 'scripted', script: 'generated:audited', speed: 4 };

/** Fetches all of it and returns the status. */
async function get(url: URL, headers: Record<string, string> = {}): Promise<number> {
  const response = await fetch(url, { headers });
  await response.arrayBuffer();
  return response.status;
}

/** The access that persistence stores last: its action, one of its details, and how many of it there are at least. */
interface LastAccess {
  readonly action: AuditAction;
  readonly detail: string;
  readonly count: number;
}

/** Reads the audit of an Earshot as if every minute were over. */
async function readAudit(
  dataDir: string,
  last: LastAccess,
): Promise<{ rows: readonly HashedAuditEntry[]; tables: string }> {
  const url = (await findEmbeddedPostgres(dataDir)) ?? '';
  const stores: PostgresStores = openPostgres({ url, poolSize: 1, logger: new CapturingLogger() });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await untilAll(stores, client, last);
    expect(await stores.auditReader.verifyRows('default')).toMatchObject({ isWhole: true });
    const rows = await stores.auditReader.readRows('default', 0, {});
    const tables = await client.query(
      `select t::text from audit_trail t union all select a::text from audit_accesses a`,
    );
    return { rows, tables: JSON.stringify(tables.rows) };
  } finally {
    await client.end();
    await stores.close();
  }
}

/** Persistence reads the topic a moment after an answer, and in order: what came before the last access is stored with it. */
async function untilAll({ auditWriter }: PostgresStores, client: pg.Client, last: LastAccess): Promise<void> {
  const countSql =
    'select coalesce(sum(count), 0) as count from audit_accesses where action = $1 and $2 = any(details)';
  const count = async () => Number((await client.query(countSql, [last.action, last.detail])).rows[0].count);
  while ((await count()) < last.count) await pause(100);
  await auditWriter.writeRows({ nowMs: Date.now() + 60_000, waitMs: 0 });
}

describe('the audit of the standalone program', () => {
  let earshot: TestEarshot | undefined;
  afterEach(async () => {
    await earshot?.close();
    earshot = undefined;
  }, 60_000);

  it('has a row for each list, search, read, hearing, subscription and refusal, and no word of the call', async () => {
    earshot = await startTestEarshot({ EARSHOT_UNTRANSCRIBED_AUDIO: 'serve' });
    const { graphqlUrl, httpUrl, process, log, dataDir, ingestUrl } = earshot;
    const published: string[] = [];
    const topic = await process.bus.subscribe({
      ...{ topic: 'calls.audit-trail', as: { everyInstance: true }, acknowledge: 'on-return' },
      handle: async ({ value }) => void published.push(Buffer.from(value).toString()),
    });
    const client = createSubscriber(graphqlUrl);
    const watched = watchSegments(client, 'audited');
    await playCall({ ...call, url: ingestUrl });
    const ended = await untilCall(graphqlUrl, 'audited', ({ status }) => status === 'ENDED');
    await query(graphqlUrl, '{ calls { nodes { id } } }');
    await query(graphqlUrl, `{ calls(filter: { text: "${SEARCHED}" }) { nodes { id } } }`);
    await query(graphqlUrl, `{ call(id: "${UNKNOWN_ID}") { id } }`);
    const recording = new URL(ended.recording?.url ?? '', httpUrl);
    expect(await get(recording, { range: 'bytes=0-99' })).toBe(206);
    expect(await get(recording)).toBe(200);
    expect(await get(new URL(`/recordings/${UNKNOWN_ID}.wav`, httpUrl))).toBe(404);
    watched.stop();
    await client.dispose();
    await topic.close();

    const { rows, tables } = await readAudit(dataDir, { action: 'REFUSED', detail: 'recording', count: 1 });
    const seen = new Set(
      rows.map(({ subject, action, callId, details }) => [subject, action, callId, ...details].join(' ')),
    );
    expect([...seen].map((row) => row.replace(/unknown:[0-9a-f]{16}/, 'unknown')).sort()).toEqual([
      'everybody DOWNLOAD audited recording',
      'everybody HEAR audited recording',
      'everybody LIST  calls',
      'everybody READ audited call segments',
      'everybody REFUSED unknown call recording',
      'everybody SEARCH  calls text',
      expect.stringMatching(/^everybody SUBSCRIBE (audited|unknown) segments$/),
    ]);
    const words = [0, 1].flatMap((track) => generatedUtterances('audited', track, 0, CALL_MS).map(({ text }) => text));
    expect(words.length).toBeGreaterThan(2);
    expect(watched.seen.some(({ text }) => words.includes(text))).toBe(true);
    const kept = [tables, published.join('\n'), JSON.stringify(log.lines)].join('\n');
    expect(published.length).toBeGreaterThan(5);
    expect([...words, SEARCHED, UNKNOWN_ID].filter((text) => kept.includes(text))).toEqual([]);
  }, 180_000);

  describe('that is killed', () => {
    const home = earshotHomePerTest({ SPEECH_ENGINE: 'scripted' });

    it('has every read that was answered', async () => {
      const first = await home.start();
      let answered = 0;
      const readOn = async () => {
        for (;;) {
          await query(`${first.httpUrl}/graphql`, '{ calls { nodes { id } } }');
          answered += 1;
        }
      };
      const readers = Array.from({ length: 8 }, readOn);
      const failed = Promise.allSettled(readers);
      while (answered < 500) await pause(1);
      await first.end('SIGKILL');
      await failed;
      await home.start();
      const { rows } = await readAudit(home.dataDir, { action: 'LIST', detail: 'calls', count: answered });
      const lists = rows.filter(({ action }) => action === 'LIST').reduce((sum, { count }) => sum + count, 0);
      expect(lists).toBeGreaterThanOrEqual(answered);
      // A read may be recorded whose answer the kill cut off: at most one of each reader.
      expect(lists).toBeLessThanOrEqual(answered + readers.length);
    }, 180_000);
  });
});
