import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EVERY_ROW, type CallView } from '@earshot/ports';
import { CapturingLogger } from '@earshot/testing';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@earshot/embedded-postgres';
import { copyTestCluster } from '@earshot/embedded-postgres/testing';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { openPostgres, type PostgresStores } from '../src/index.js';
import { migrations } from '../src/migrations/index.js';
import { EVERYTHING, runSql, id, listing } from './postgres.js';

/**
 * The newest migration of version 0.1.0, whose database `databases/0.1.0.json` was dumped from a run of the sample
 * calls.
 */
const LAST_OF_0_1_0 = 1_796_000_000_020;
/** The newest migration of the tables that had channels. */
const LAST_WITH_CHANNELS = 1_796_000_000_030;
/** The newest migration before `call_status` lost `FAILED`. */
const LAST_WITH_FAILED = 1_796_000_000_070;
const LIVE_CALL = 'lost-source';

/** A row as the dump has it, with the names of its columns. */
type Row = Record<string, unknown>;
type Dump = Record<string, Row[]>;

let home: string;
let postgres: EmbeddedPostgres;
let stores: PostgresStores;
let dump: Dump;
let calls: CallView[];

const ofCall = (table: string, callId: string) => (dump[table] ?? []).filter((row) => row['call_id'] === callId);
const trackOf = (channel: unknown) => (channel === 'CUSTOMER' ? 0 : 1);
const speakerOf = (channel: unknown) => ({
  track: trackOf(channel),
  participantId: String(channel).toLowerCase(),
  role: channel,
});
const withoutNulls = (values: object) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
const callOf = (callId: string): CallView => {
  const found = calls.find((call) => call.id === callId);
  if (found === undefined) throw new Error(`the call ${callId} is missing`);
  return found;
};

beforeAll(async () => {
  dump = await readDump();
  home = await mkdtemp(join(tmpdir(), 'earshot-upgrade-'));
  await copyTestCluster(home);
  postgres = await startEmbeddedPostgres({ dataDir: home, logger: new CapturingLogger() });
  await createDatabase(postgres.url, LAST_OF_0_1_0);
  stores = openPostgres({ url: postgres.url, poolSize: 2, logger: new CapturingLogger() });
  await stores.migrate();
  calls = (await stores.callReader.calls(EVERYTHING, listing())).items.map(({ item }) => item);
}, 60_000);

afterAll(async () => {
  await stores.close();
  await postgres.stop();
  await rm(home, { recursive: true, force: true });
});

describe('a database filled by version 0.1.0', () => {
  it('keeps its calls', () => {
    const sampleCalls = calls.filter(({ id: callId }) => !['mono', 'no-audio'].includes(callId));
    expect(sampleCalls.map(({ status }) => status).sort()).toEqual([...Array(5).fill('ENDED'), 'LIVE']);
    expect(calls).toHaveLength(8);
    for (const row of dump['calls'] ?? []) {
      const { status, source, version, categories, engine, alert_count, problems } = row;
      expect(callOf(row['id'] as string)).toMatchObject({
        ...{ status, source, version, categories, engine, alertCount: alert_count, problems },
        hasRecording: ofCall('streams', row['id'] as string).length > 0,
      });
    }
  });

  it('has a customer and an agent on each call, who joined at its start, and each on a track', () => {
    for (const { id: callId, customer_number, agent_id } of (dump['calls'] ?? []) as {
      [field: string]: string | null;
    }[]) {
      const present = { joinedMs: 0, leftMs: null };
      const customer = { ...withoutNulls({ id: 'customer', role: 'CUSTOMER', number: customer_number }), ...present };
      const agent = { ...withoutNulls({ id: 'agent', role: 'AGENT', name: agent_id }), ...present };
      const tracks = [
        { track: 0, participantId: 'customer' },
        { track: 1, participantId: 'agent' },
      ];
      const view = callOf(callId as string);
      if (callId === 'mono') expect([view.participants, view.tracks]).toEqual([[customer], tracks.slice(0, 1)]);
      else {
        expect(view.participants).toEqual([customer, agent]);
        expect(view.tracks).toEqual(callId === 'no-audio' ? [] : tracks);
      }
    }
  });

  it('keeps the metrics of each call, for each participant', async () => {
    for (const { id: callId, metrics } of (dump['calls'] ?? []) as {
      id: string;
      metrics: { channels: Row[] } | null;
    }[]) {
      const { channels = [], ...conversation } = metrics ?? {};
      const participants = channels.map(({ channel, ...figures }) => {
        const { participantId, role } = speakerOf(channel);
        return { participantId, role, ...figures };
      });
      expect(callOf(callId).metrics).toEqual(metrics === null ? null : { ...conversation, participants });
    }
    const sentiments = await runSql(postgres.url, 'select id, customer_sentiment from calls');
    for (const { id: callId, metrics } of calls) {
      const customer = metrics?.participants.find(({ role }) => role === 'CUSTOMER');
      expect(sentiments).toContainEqual({ id: callId, customer_sentiment: customer?.weightedSentiment ?? null });
    }
  });

  it('keeps the ledger of each call, for each track', async () => {
    const sum = (spans: string) =>
      [...spans.matchAll(/\[(\d+),(\d+)\)/g)].reduce((total, [, from, to]) => total + Number(to) - Number(from), 0);
    for (const { id: callId, tracks, ledger } of calls) {
      expect(ledger.map(({ track }) => track)).toEqual(tracks.map(({ track }) => track));
      for (const { track, receivedMs, transcribedMs, gapMs } of ledger) {
        const [stream] = ofCall('streams', callId);
        const rows = ofCall('ledger_spans', callId).filter(({ channel }) => trackOf(channel) === track);
        const total = (ofKind: (kind: unknown) => boolean) =>
          rows.filter(({ kind }) => ofKind(kind)).reduce((ms, { spans }) => ms + sum(spans as string) / 1_000, 0);
        expect(receivedMs).toBe((Number(stream?.['position_sample']) / Number(stream?.['sample_rate_hz'])) * 1_000);
        expect(transcribedMs).toBe(total((kind) => kind === 'COVERED'));
        expect(gapMs).toBe(total((kind) => kind !== 'COVERED'));
        if (callOf(callId).status === 'ENDED') expect(transcribedMs + gapMs).toBe(receivedMs);
      }
    }
    const stored = await runSql(
      postgres.url,
      `select call_id, track, kind, reason, spans::text as spans from ledger_spans`,
    );
    expect(stored).toHaveLength(dump['ledger_spans']?.length ?? 0);
    for (const { channel, ...row } of dump['ledger_spans'] ?? [])
      expect(stored).toContainEqual({ ...row, track: trackOf(channel) });
  });

  it('keeps the words and the matches of each call, for each speaker', async () => {
    for (const { id: callId } of calls) {
      const { items } = await stores.callReader.segments(EVERY_ROW, callId, { first: 100 });
      const segments = ofCall('segments', callId);
      expect(items).toHaveLength(segments.length);
      for (const { id: segmentId, channel, revision, text, words, sentiment } of segments)
        expect(items.find(({ item }) => item.id === segmentId)?.item).toMatchObject({
          ...speakerOf(channel),
          ...{ revision, text, words, sentiment },
        });
      const matches = await stores.callReader.categoryMatches(EVERYTHING, callId);
      const dumped = ofCall('category_matches', callId);
      expect(matches).toHaveLength(dumped.length);
      for (const { category, segment_id, is_alert, channel, at_ms } of dumped) {
        const match = { category, segmentId: segment_id, isAlert: is_alert, atMs: at_ms };
        expect(matches).toContainEqual({ ...match, ...speakerOf(channel) });
      }
    }
    const billing = calls.find(({ id: callId }) => callId.startsWith('billing-dispute'));
    const { items } = await stores.callReader.segments(EVERY_ROW, billing?.id ?? id('none'), { first: 100 });
    expect(new Set(items.map(({ item }) => item.role))).toEqual(new Set(['CUSTOMER', 'AGENT']));
    expect(items[0]?.item).toMatchObject({ role: 'AGENT', text: expect.stringContaining('Thank you') });
  });

  it('keeps the progress of each transcript', async () => {
    const rows = await runSql<Row>(
      postgres.url,
      'select call_id, request_id, epoch, progress from transcript_progress',
    );
    expect(rows).toHaveLength(dump['transcript_progress']?.length ?? 0);
    type Old = { channels: Row[]; unheard: Row[] };
    for (const { call_id, request_id, epoch, progress } of dump['transcript_progress'] ?? []) {
      const { channels, unheard, ...rest } = (progress ?? { channels: [], unheard: [] }) as Old;
      const renamed = {
        ...rest,
        tracks: channels.map(({ channel, heardSample, ...place }) => {
          return { track: trackOf(channel), transcribedSample: heardSample, ...place };
        }),
        untranscribed: unheard.map(({ channel, ...span }) => ({ track: trackOf(channel), ...span })),
        assignments: channels.map(({ channel }) => ({ ...speakerOf(channel), fromMs: 0 })),
      };
      expect(rows).toContainEqual({ call_id, request_id, epoch, progress: progress === null ? null : renamed });
    }
  });

  it('lets the next owner continue a live call', async () => {
    const { saved, epoch } = await stores.transcriptProgress.take({ callId: id(LIVE_CALL) });
    expect(epoch).toBe(2);
    expect(saved?.tracks.map(({ transcribedSample }) => transcribedSample > 0)).toEqual([true, true]);
    expect(await stores.streamRegistry.find(id(LIVE_CALL))).toMatchObject({ state: 'OPEN', channelCount: 2 });
    expect(await stores.streamRegistry.find(id('mono'))).toMatchObject({ state: 'OPEN', channelCount: 1 });
  });

  it('keeps every index of the tables', async () => {
    const indexes = await runSql<{ name: string }>(postgres.url, `select indexname as name from pg_indexes`);
    const names = indexes.map(({ name }) => name);
    for (const name of ['calls_by_start', 'calls_by_text', 'calls_of_category', 'segments_by_start', 'segments_pkey'])
      expect(names).toContain(name);
    for (const table of ['participants', 'track_assignments', 'ledger_spans', 'category_matches', 'streams'])
      expect(names).toContain(`${table}_pkey`);
    expect(names.filter((name) => /^calls_(by|of|with)_/.test(name))).toHaveLength(13);
  });
});

it('goes back to channels with the same rows', async () => {
  const other = await mkdtemp(join(tmpdir(), 'earshot-back-'));
  await copyTestCluster(other);
  // The role of the services may not create a second database.
  const server = await startEmbeddedPostgres({ dataDir: other, logger: new CapturingLogger() });
  const { url } = server;
  await createDatabase(url, LAST_WITH_CHANNELS);
  // The text of a jsonb value does not depend on the order of columns.
  const rowsOf = async (table: string) =>
    (await runSql<{ row: string }>(url, `select to_jsonb(t)::text as row from ${table} t order by 1`)).map(
      ({ row }) => row,
    );
  const indexesOf = async () => {
    const sql = `select indexdef from pg_indexes where tablename = 'calls' order by 1`;
    return (await runSql<{ indexdef: string }>(url, sql)).map(({ indexdef }) => indexdef);
  };
  const read = async () => ({
    ...Object.fromEntries(await Promise.all(Object.keys(dump).map(async (table) => [table, await rowsOf(table)]))),
    indexes: await indexesOf(),
  });
  const before = await read();
  const source = new DataSource({ type: 'postgres', url, migrations, migrationsTableName: 'earshot_migrations' });
  await source.initialize();
  await source.runMigrations({ transaction: 'each' });
  for (const { name } of migrations.slice().reverse()) {
    if (Number(/\d+$/.exec(name)?.[0]) > LAST_WITH_CHANNELS) await source.undoLastMigration();
  }
  await source.destroy();
  const after = await read();
  expect(after['calls']).toHaveLength(8);
  expect(after).toEqual(before);
  await server.stop();
  await rm(other, { recursive: true, force: true });
}, 60_000);

it('has no status that nothing writes, and shows a call that had it as interrupted', async () => {
  const other = await mkdtemp(join(tmpdir(), 'earshot-status-'));
  await copyTestCluster(other);
  const server = await startEmbeddedPostgres({ dataDir: other, logger: new CapturingLogger() });
  const { url } = server;
  const upgraded = openPostgres({ url, poolSize: 2, logger: new CapturingLogger() });
  try {
    await migrateUpTo(url, LAST_WITH_FAILED);
    await runSql(
      url,
      `insert into calls (id, status, end_reason, started_at, updated_at)
       values ('failed', 'FAILED', 'FAILED', now(), now()), ('ended', 'ENDED', 'ENDED', now(), now()), ('live', 'LIVE', null, now(), now())`,
    );
    await upgraded.migrate();
    const values = await runSql<{ value: string }>(url, `select unnest(enum_range(null::call_status))::text as value`);
    expect(values.map(({ value }) => value)).toEqual(['LIVE', 'ENDED', 'INTERRUPTED']);
    await runSql(url, `insert into calls (id, started_at, updated_at) values ('new', now(), now())`);
    expect(await runSql(url, `select id, status, end_reason from calls order by id`)).toEqual([
      { id: 'ended', status: 'ENDED', end_reason: 'ENDED' },
      { id: 'failed', status: 'INTERRUPTED', end_reason: 'INTERRUPTED' },
      { id: 'live', status: 'LIVE', end_reason: null },
      { id: 'new', status: 'LIVE', end_reason: null },
    ]);
    const live = await upgraded.callReader.calls(EVERYTHING, listing({ filter: { status: ['LIVE'] } }));
    expect(live.items.map(({ item }) => item.id).sort()).toEqual(['live', 'new']);
  } finally {
    await upgraded.close();
    await server.stop();
    await rm(other, { recursive: true, force: true });
  }
}, 60_000);

it('hides the audio of words that were redacted before the times of hidden words were stored', async () => {
  const redacted = (dump['segments'] ?? []).filter((row) => (row['redactions'] as Row[]).length > 0);
  expect(redacted.length).toBeGreaterThan(0);
  for (const row of redacted) {
    const account = await stores.callReader.recordingAccount(EVERYTHING, id(String(row['call_id'])));
    const track = account?.tracks.find((each) => each.track === trackOf(row['channel']));
    for (const { kind } of row['redactions'] as { kind: string }[]) {
      const spans = track?.hidden.find((each) => each.kind === kind)?.spans ?? [];
      const [startUs, endUs] = [Number(row['start_ms']) * 1_000, Number(row['end_ms']) * 1_000];
      expect(spans.some(({ from, to }) => from >= startUs - 1 && to <= endUs + 1)).toBe(true);
    }
  }
});

/**
 * The dumped rows, and two kinds of calls that no sample call covers: one with a single channel, and one without audio.
 */
async function readDump(): Promise<Dump> {
  const dumped = JSON.parse(await readFile(join(import.meta.dirname, 'databases/0.1.0.json'), 'utf8')) as Dump;
  const [call, stream, progress] = ['calls', 'streams', 'transcript_progress'].map((table) => {
    return dumped[table]?.find((row) => row[table === 'calls' ? 'id' : 'call_id'] === LIVE_CALL) ?? {};
  });
  const { metrics, ...rest } = call as { metrics: { channels: Row[] } };
  const saved = progress?.['progress'] as { channels: Row[] };
  const oneChannel = {
    ...saved,
    channels: saved.channels.slice(0, 1),
    unheard: [{ channel: 'CUSTOMER', fromMs: 1, toMs: 2.5 }],
  };
  const mono = { ...rest, id: 'mono', metrics: { ...metrics, channels: metrics.channels.slice(0, 1) } };
  dumped['calls']?.push(mono, { ...rest, id: 'no-audio', customer_number: null, agent_id: null, metrics: null });
  dumped['streams']?.push({ ...stream, call_id: 'mono', channels: ['CUSTOMER'] });
  dumped['ledger_spans']?.push({
    call_id: 'mono',
    channel: 'CUSTOMER',
    kind: 'COVERED',
    reason: '',
    spans: '{[0,9000000)}',
  });
  dumped['transcript_progress']?.push({ ...progress, call_id: 'mono', progress: oneChannel });
  return dumped;
}

/** Runs the migrations up to one of an earlier version, then `work` on the same connection. */
async function migrateUpTo(
  url: string,
  lastMigration: number,
  work: (source: DataSource) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const upTo = migrations.filter((migration) => Number(/\d+$/.exec(migration.name)?.[0]) <= lastMigration);
  const source = new DataSource({ type: 'postgres', url, migrations: upTo, migrationsTableName: 'earshot_migrations' });
  await source.initialize();
  try {
    await source.runMigrations({ transaction: 'each' });
    await work(source);
  } finally {
    await source.destroy();
  }
}

/** Runs the migrations up to one of an earlier version and inserts the rows. */
async function createDatabase(url: string, lastMigration: number): Promise<void> {
  await migrateUpTo(url, lastMigration, async (source) => {
    for (const [table, rows] of Object.entries(dump))
      await source.query(
        `insert into ${table} overriding system value select * from json_populate_recordset(null::${table}, $1)`,
        [JSON.stringify(rows)],
      );
  });
  expect(await runSql(url, 'select id from calls')).toHaveLength(8);
}
