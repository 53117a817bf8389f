import { makeEvent, type EarshotEvent } from '@earshot/contracts';
import { everythingOf } from '@earshot/domain';
import { Failure } from '@earshot/ports';
import type { Recordings } from '@earshot/recordings';
import { describe, expect, it, jest } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { callLife, samplesOf } from './call-life.js';
import { storagePerFile } from './storage-per-file.js';
import { callId, type TestReplica } from './test-storage.js';

jest.setTimeout(180_000);

const ORDER = { principal: 'key:admin', subject: 'Ada', reason: 'the customer asked for it', atMs: 1_800_000_000_000 };
/** What nobody may find after an erasure: words, a name, a number, an agent, and the bytes of a frame. */
const MARKERS = ['planted words', 'Planted Name', '+15559990001', 'planted-agent'];
const MARKED_FRAME = Buffer.from(samplesOf(7)).subarray(0, 64);

describe('an erased call', () => {
  const at = storagePerFile();
  const { start } = at;

  const marked = (id: string): Record<'audio' | 'others', EarshotEvent[]> => {
    const { audio, lifecycle, insight } = callLife(callId(id));
    const others = [...lifecycle, ...insight].map((event) => {
      const text = JSON.stringify(event);
      const planted = text
        .replace(/words \d \d/g, 'planted words')
        .replace('"Sam"', '"Planted Name"')
        .replace('+15550100', '+15559990001')
        .replace('"ann"', '"planted-agent"');
      return JSON.parse(planted) as EarshotEvent;
    });
    return { audio, others };
  };
  async function play(replica: TestReplica, id: string): Promise<void> {
    const { audio, others } = marked(id);
    for (const event of [...audio, ...others]) await replica.handle(event);
    await at.storage.stores.deadLetters.add({
      ...{
        id: `letter-${id}`,
        atMs: 1,
        stage: 'enrichment',
        topic: 'calls.transcript',
        key: id,
        code: 'X',
        attempts: 1,
      },
      ...{ callId: callId(id), sealedMessage: Buffer.from('sealed'), isCut: false, messageBytes: 6 },
    });
  }
  const request = (id: string) =>
    at.storage.stores.callErasures.requestErasure(everythingOf('default'), callId(id), ORDER);
  const proofOf = async (id: string) =>
    (await at.storage.stores.callErasures.listErasures('default', { first: 100 })).items.find(
      ({ item }) => item.callId === id,
    )?.item;
  const isPlaced = async (id: string) =>
    (await at.storage.stores.callReader.callsById(everythingOf('default'), [callId(id)]))[0] !== null;

  /** The tables that hold a text, apart from the proofs. */
  async function tablesWith(text: string): Promise<string[]> {
    const { rows } = await at.database.query<{ name: string }>(
      `select table_name as name from information_schema.tables
       where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
    );
    const found: string[] = [];
    for (const { name } of rows) {
      const { rowCount } = await at.database.query(`select from ${name} t where position($1 in t::text) > 0 limit 1`, [
        text,
      ]);
      if (rowCount !== 0) found.push(name);
    }
    return found;
  }
  async function filesWith(bytes: Buffer): Promise<string[]> {
    const files = await readdir(at.storage.recordingsFolder, { recursive: true, withFileTypes: true });
    const found: string[] = [];
    for (const file of files.filter((each) => each.isFile())) {
      const path = join(file.parentPath, file.name);
      if ((await readFile(path)).includes(bytes)) found.push(path);
    }
    return found;
  }
  const recordingFiles = async (id: string) =>
    (await readdir(at.storage.recordingsFolder, { recursive: true })).filter((name) => name.includes(id));

  it('leaves nothing in any table or file but the proof and the audit', async () => {
    const replica = start();
    await play(replica, 'gone');
    for (const marker of MARKERS) expect([marker, await tablesWith(marker)]).not.toEqual([marker, []]);
    expect(await recordingFiles('gone')).toHaveLength(1);
    expect(await request('gone')).toMatchObject({ ok: true, value: { callId: 'gone', removedAtMs: null } });
    // At once, before anything is removed.
    expect(await isPlaced('gone')).toBe(false);
    await replica.persistence.callEraser.eraseCalls();
    for (const marker of MARKERS) expect([marker, await tablesWith(marker)]).toEqual([marker, []]);
    expect(await tablesWith('gone')).toEqual(['call_keys', 'erasures']);
    expect(await filesWith(MARKED_FRAME)).toEqual([]);
    expect(await recordingFiles('gone')).toEqual([]);
    expect(await at.storage.stores.callKeys.find(callId('gone'))).toBe('DESTROYED');
    const proof = await proofOf('gone');
    expect(proof).toMatchObject({ ...{ principal: 'key:admin', subject: 'Ada' }, confirmedAtMs: null, hash: null });
    expect(proof?.rows).toMatchObject({ calls: 1, segments: 8, participants: 3, streams: 1, dead_letters: 1 });
    expect(proof?.files).toBe(1);
    expect(replica.bus.changes.at(-1)).toMatchObject({ type: 'call.erased', callId: 'gone' });
  });

  it('is confirmed by a second look, which removes what was on its way, and has a hash then', async () => {
    const replica = start();
    await play(replica, 'twice');
    await request('twice');
    await replica.persistence.callEraser.eraseCalls();
    await replica.persistence.callEraser.eraseCalls();
    expect(await proofOf('twice')).toMatchObject({ confirmedAtMs: null });
    await at.database.query(`insert into transcript_progress (call_id, request_id, epoch) values ('twice', '', 1)`);
    await replica.clock.advance(120_001);
    await replica.persistence.callEraser.eraseCalls();
    const proof = await proofOf('twice');
    expect(proof?.rows).toMatchObject({ transcript_progress: 1, calls: 1 });
    expect(proof?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await tablesWith('twice')).toEqual(['call_keys', 'erasures']);
    await replica.persistence.callEraser.eraseCalls();
    expect(await proofOf('twice')).toEqual(proof);
  });

  it('takes no more facts, audio or dead letters, also while it goes on, and keeps the other calls', async () => {
    const replica = start();
    const { audio, others } = marked('live');
    const rest = audio.splice(10);
    for (const event of [...audio, ...others.slice(0, 1)]) await replica.handle(event);
    await request('live');
    // Between the request and the removal.
    for (const event of rest.splice(0, 5)) await replica.handle(event);
    await replica.persistence.callEraser.eraseCalls();
    await replica.persistence.recordings.dropCall(callId('live'));
    for (const event of [...rest, ...others]) await replica.handle(event);
    await play(replica, 'beside');
    expect(await tablesWith('live')).toEqual(['call_keys', 'erasures']);
    expect(await recordingFiles('live')).toEqual([]);
    expect(replica.acknowledged.filter((event) => (event as { callId?: string }).callId === 'live')).toHaveLength(
      audio.length + 5 + rest.length,
    );
    await at.storage.stores.deadLetters.add({
      ...{ id: 'late', atMs: 1, stage: 'enrichment', topic: 'calls.transcript', key: 'live', code: 'X', attempts: 1 },
      ...{ callId: callId('live'), sealedMessage: Buffer.from('sealed'), isCut: false, messageBytes: 6 },
    });
    expect(await at.storage.stores.deadLetters.find('late')).toBeNull();
    expect(await at.storage.view(callId('beside'))).toMatchObject({ id: 'beside' });
    expect(replica.metrics.values.get('earshot_erased_facts_total')).toBeGreaterThan(0);
    // Another process, to which the source comes back, and one that never saw the call.
    expect(await at.storage.stores.streamRegistry.find(callId('live'))).toMatchObject({ state: 'CLOSED' });
    const other = start();
    for (const event of [...marked('live').audio, ...others]) await other.handle(event);
    expect(await tablesWith('live')).toEqual(['call_keys', 'erasures']);
    expect(await recordingFiles('live')).toEqual([]);
  });

  it('is erased by another process when the first one dies after any step', async () => {
    const disk = at.storage.recordings();
    const dying: Recordings = {
      find: (id) => disk.find(id),
      finish: (id) => disk.finish(id),
      open: (id, format) => disk.open(id, format),
      eraseSamples: (id, select) => disk.eraseSamples(id, select),
      removeRecording: () => Promise.reject(new Failure('RECORDING_IO_FAILED', 'EIO', { retryable: true })),
    };
    const first = start({ recordings: dying });
    await play(first, 'cut-off');
    await request('cut-off');
    await first.persistence.callEraser.eraseCalls();
    expect(await recordingFiles('cut-off')).toHaveLength(1);
    const second = start();
    await second.persistence.callEraser.eraseCalls();
    expect(await recordingFiles('cut-off')).toHaveLength(1);
    await second.clock.advance(60_001);
    await second.persistence.callEraser.eraseCalls();
    expect(await recordingFiles('cut-off')).toEqual([]);
    expect(await proofOf('cut-off')).toMatchObject({ files: 1, rows: { calls: 1 } });
  });

  it('is not found when it is asked for again, nor by somebody who does not reach it', async () => {
    await play(start(), 'asked');
    const elsewhere = everythingOf('elsewhere');
    const foreign = await at.storage.stores.callErasures.requestErasure(elsewhere, callId('asked'), ORDER);
    expect(foreign).toEqual({ ok: false, error: 'CALL_NOT_FOUND' });
    expect(await isPlaced('asked')).toBe(true);
    expect(await request('asked')).toMatchObject({ ok: true });
    expect(await request('asked')).toEqual({ ok: false, error: 'CALL_NOT_FOUND' });
    expect(await request('never')).toEqual({ ok: false, error: 'CALL_NOT_FOUND' });
  });

  it('is not brought back by a start that arrives after the erasure', async () => {
    const replica = start();
    await play(replica, 'again');
    await request('again');
    await replica.persistence.callEraser.eraseCalls();
    const data = { source: 'lca-websocket', startedAtMs: 1, customerNumber: '+15559990001' };
    const stamp = { id: 'again-1', occurredAtMs: 1 };
    await replica.handle(makeEvent('call.started', callId('again'), data, stamp));
    expect(await isPlaced('again')).toBe(false);
    expect(await tablesWith('again')).toEqual(['call_keys', 'erasures']);
  });
});
