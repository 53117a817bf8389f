import { makeEvent, type CallId, type EarshotEvent } from '@earshot/contracts';
import { Failure, type CallStore } from '@earshot/ports';
import type { Recordings } from '@earshot/recordings';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createHash } from 'node:crypto';
import { callLife, END_MS, FRAME_SAMPLES, FRAMES, samplesOf, type CallLife } from './call-life.js';
import { callId, openTestStorage, type TestReplica, type TestStorage } from './test-storage.js';

const random = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) & 0x7fff_ffff;
  return seed / 0x7fff_ffff;
};

/** Merges the topics at random. Each topic keeps its order. */
function interleaved(life: CallLife, next: () => number): EarshotEvent[] {
  const queues = [[...life.audio], [...life.lifecycle], [...life.insight]];
  const merged: EarshotEvent[] = [];
  for (
    let left = queues.filter((queue) => queue.length > 0);
    left.length > 0;
    left = queues.filter((queue) => queue.length > 0)
  ) {
    const event = left[Math.floor(next() * left.length)]?.shift();
    if (event) merged.push(event);
  }
  return merged;
}

// Each event of these calls is a commit on a real disk.
jest.setTimeout(180_000);

describe('persistence', () => {
  let storage: TestStorage;
  /** Recordings on a disk that accepts no new file while it is full. */
  function limitDisk(isFull: () => boolean): Recordings {
    const disk = storage.recordings();
    const full = () => Promise.reject(new Failure('RECORDING_IO_FAILED', 'ENOSPC', { retryable: true }));
    return {
      find: (call) => disk.find(call),
      finish: (call) => disk.finish(call),
      eraseSamples: (call, select) => disk.eraseSamples(call, select),
      removeRecording: (call) => disk.removeRecording(call),
      open: async (call, format) => (isFull() ? full() : disk.open(call, format)),
    };
  }

  const stored = async (id: CallId) => {
    const { categories, ...whole } = await storage.view(id);
    const view = { ...whole, id: '', version: 0, updatedAtMs: 0 };
    const segments = (await storage.segments(id)).map((segment) => ({ ...segment, callId: '' }));
    const audio = await storage.recorded(id);
    // Compared by hash: jest compares each byte of a buffer separately, which is slow.
    return {
      view,
      categories: [...categories].sort(),
      segments,
      sha256: createHash('sha256').update(audio).digest('hex'),
    };
  };
  const handleAll = async (replica: TestReplica, events: readonly EarshotEvent[]) => {
    for (const event of events) await replica.handle(event);
  };

  /** Advances the clock in small steps; persistence treats a large step as a jump of the clock. */
  const passTime = async (replica: TestReplica, byMs: number) => {
    for (let left = byMs; left > 0; left -= 5_000) {
      await replica.clock.advance(Math.min(left, 5_000));
      await replica.persistence.completer.completeAbandonedCalls();
    }
  };

  beforeAll(async () => {
    storage = await openTestStorage();
  });
  afterAll(() => storage.stop());

  it('stores a whole call: its audio by position, its words, and a ledger that adds up', async () => {
    const [id, replica] = [callId('whole'), storage.startReplica()];
    await handleAll(replica, interleaved(callLife(id), random(1)));
    const { view, segments } = await stored(id);
    const audio = await storage.recorded(id);
    expect(view).toMatchObject({
      status: 'ENDED',
      agentId: 'ann',
      engine: 'scripted',
      durationMs: END_MS,
      alertCount: 2,
      hasRecording: true,
      recording: { durationMs: END_MS, failures: [] },
      lostAtMs: null,
    });
    expect(view.problems).toMatchObject([{ code: 'SPEECH_ENGINE_LOST' }]);
    expect(view.participants.map(({ role, name, joinedMs, leftMs }) => [role, name, joinedMs, leftMs])).toEqual([
      ['CUSTOMER', 'Sam', 0, null],
      ['AGENT', 'Robin', 0, null],
      ['SUPERVISOR', 'Kim', 2_000, 3_000],
    ]);
    expect(segments).toHaveLength(8);
    const samples = audio.subarray(44);
    expect(samples.length).toBe(FRAMES * FRAME_SAMPLES * 4);
    for (let frame = 0; frame < FRAMES; frame++) {
      const piece = samples.subarray(frame * FRAME_SAMPLES * 4, (frame + 1) * FRAME_SAMPLES * 4);
      expect(piece.equals(frame >= 20 && frame < 25 ? Buffer.alloc(piece.length) : samplesOf(frame))).toBe(true);
    }
    for (const ledger of view.ledger) {
      expect(ledger).toMatchObject({ receivedMs: 5_000, transcribedMs: 3_500, gapMs: 1_500 });
      expect(ledger.gaps.map(({ reason }) => reason)).toEqual(['CONNECTION_LOST', 'ENGINE_FAILED']);
    }
    expect(replica.metrics.values.get('earshot_ledger_settled_gap_ms_total')).toBe(0);
    expect(replica.metrics.values.get('earshot_ledger_mismatch_calls_total')).toBe(0);
    const versions = replica.bus.changes.filter(({ data }) => data.kind === 'call').map(({ data }) => data.version);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect(versions.at(-1)).toBe((await storage.view(id)).version);
    expect(
      new Set(replica.bus.changes.filter(({ data }) => data.kind === 'segment').map(({ data }) => data.id)).size,
    ).toBe(8);
    await replica.persistence.close();
  });

  it('stores the same rows for any interleaving of the topics, with each event delivered twice', async () => {
    const reference = await stored(callId('whole'));
    for (let seed = 2; seed <= 6; seed++) {
      const [id, replica, next] = [callId(`mixed-${seed}`), storage.startReplica(), random(seed)];
      const events = interleaved(callLife(id), next);
      for (const [index, event] of events.entries()) {
        await replica.handle(event);
        // The bus delivers several events again, as after a lost acknowledgement.
        if (next() < 0.15)
          await handleAll(
            replica,
            events.slice(Math.max(0, index - 8), index + 1).filter(({ type }) => type !== 'stream.closed'),
          );
      }
      await handleAll(replica, events);
      expect(await stored(id)).toEqual(reference);
      expect(replica.metrics.values.get('earshot_ledger_settled_gap_ms_total')).toBe(0);
      await replica.persistence.close();
    }
  });

  it('handles the three topics of many calls in parallel', async () => {
    const reference = await stored(callId('whole'));
    const replica = storage.startReplica();
    const ids = Array.from({ length: 20 }, (_, at) => callId(`side-${at}`));
    await Promise.all(
      ids.flatMap((id) => Object.values(callLife(id)).map((events: EarshotEvent[]) => handleAll(replica, events))),
    );
    for (const id of ids) expect(await stored(id)).toEqual(reference);
    await replica.persistence.close();
  });

  it.each([3, 18, 22, 40, 47])('stores the same rows after a crash at audio event %d', async (at) => {
    const reference = await stored(callId('whole'));
    const id = callId(`crash-${at}`);
    const life = callLife(id);
    const insightAt = Math.floor((at / life.audio.length) * life.insight.length);
    const first = storage.startReplica();
    await handleAll(first, [
      ...life.audio.slice(0, at),
      ...life.lifecycle.slice(0, 1),
      ...life.insight.slice(0, insightAt),
    ]);
    // No close: as after SIGKILL, progress is not saved and files stay open.
    const second = storage.startReplica();
    await second.persistence.recoverRecordings();
    const known = await storage.stores.streamRegistry.find(id);
    expect(known).toMatchObject({ state: 'OPEN' });
    const recordedSamples = ((await storage.recorded(id)).length - 44) / 4;
    expect(known?.positionSample).toBeGreaterThanOrEqual(recordedSamples);
    await handleAll(second, [
      ...life.audio.slice(Math.max(0, at - 5)),
      ...life.lifecycle,
      ...life.insight.slice(Math.max(0, insightAt - 5)),
    ]);
    expect(await stored(id)).toEqual(reference);
    await Promise.all([first.persistence.close(), second.persistence.close()]);
  });

  it('declares missing audio as a gap and records silence for it', async () => {
    const [id, replica] = [callId('holes'), storage.startReplica()];
    const life = callLife(id);
    const isLost = (event: EarshotEvent) => event.type === 'audio.frame' && [5, 6, 48, 49].includes(event.sequence);
    await handleAll(replica, [...life.audio.filter((event) => !isLost(event)), ...life.lifecycle, ...life.insight]);
    const { view } = await stored(id);
    const audio = await storage.recorded(id);
    expect(audio.length - 44).toBe(FRAMES * FRAME_SAMPLES * 4);
    expect(view.status).toBe('ENDED');
    for (const ledger of view.ledger) {
      expect(ledger).toMatchObject({ receivedMs: 5_000, transcribedMs: 3_100, gapMs: 1_900 });
      expect(ledger.gaps.filter(({ reason }) => reason === 'FRAMES_LOST')).toEqual([
        { fromMs: 500, toMs: 700, reason: 'FRAMES_LOST', isAudioMissing: true },
        { fromMs: 4_800, toMs: 5_000, reason: 'FRAMES_LOST', isAudioMissing: true },
      ]);
    }
    await replica.persistence.close();
  });

  it('does not count audio as missing that arrived after the database knew where the gap starts', async () => {
    const [id, replica] = [callId('gap-from-before'), storage.startReplica()];
    const life = callLife(id);
    const audio = life.audio.map((event) =>
      event.type === 'audio.gap-declared'
        ? { ...event, data: { ...event.data, fromSample: event.data.fromSample - 6 * FRAME_SAMPLES } }
        : event,
    );
    for (const event of [...life.lifecycle, ...audio, ...life.insight]) await replica.handle(event);
    for (const ledger of (await storage.view(id)).ledger)
      expect(ledger.gaps.find(({ reason }) => reason === 'CONNECTION_LOST')).toMatchObject({
        fromMs: 2_000,
        toMs: 2_500,
      });
  });

  it('shrinks a gap and announces it when words are transcribed after the end', async () => {
    const [id, replica] = [callId('backfill'), storage.startReplica()];
    await handleAll(replica, interleaved(callLife(id), random(4)));
    const before = await storage.view(id);
    replica.bus.changes.length = 0;
    const covered = { track: 1, fromMs: 3_000, toMs: 4_000, engine: 'scripted' } as const;
    await replica.handle(makeEvent('transcript.covered', id, covered, { id: 'late', occurredAtMs: 1 }));
    expect(replica.bus.changes.map(({ data }) => data)).toEqual([
      { kind: 'call', id: 'backfill', version: before.version + 1 },
    ]);
    expect((await storage.view(id)).ledger[1]).toMatchObject({ transcribedMs: 4_500, gapMs: 500 });
    await replica.persistence.close();
  });

  it('completes a call that its source abandoned, and ignores later audio', async () => {
    const [id, replica] = [callId('abandoned'), storage.startReplica()];
    const life = callLife(id);
    replica.persistence.start();
    await handleAll(replica, [...life.audio.slice(0, 11), ...life.lifecycle.slice(0, 1)]);
    await replica.persistence.recordings.saveProgress();
    await passTime(replica, 40_000);
    expect((await storage.view(id)).status).toBe('LIVE');
    await passTime(replica, 10_000);
    const view = await storage.view(id);
    expect(view).toMatchObject({ status: 'INTERRUPTED', durationMs: 1_000, problems: [{ code: 'CALL_ABANDONED' }] });
    for (const ledger of view.ledger)
      expect(ledger.receivedMs).toBe(ledger.transcribedMs + ledger.pausedMs + ledger.gapMs);
    expect(await storage.stores.streamRegistry.find(id)).toMatchObject({ state: 'CLOSED' });
    expect(replica.bus.changes.filter(({ data }) => data.id === 'abandoned').at(-1)?.data).toEqual({
      kind: 'call',
      id: 'abandoned',
      version: view.version,
    });
    const audio = await storage.recorded(id);
    await handleAll(replica, life.audio.slice(11, 15));
    expect((await storage.recorded(id)).equals(audio)).toBe(true);
    expect((await storage.view(id)).status).toBe('INTERRUPTED');
    await replica.persistence.close();
  });

  it('keeps a call open whose connected source is silent, and takes its later audio', async () => {
    const [id, replica] = [callId('silent'), storage.startReplica()];
    const life = callLife(id);
    replica.persistence.start();
    await handleAll(replica, [...life.audio.slice(0, 11), ...life.lifecycle.slice(0, 1)]);
    await replica.persistence.recordings.saveProgress();
    const { updatedAtMs } = await storage.view(id);
    const silence = { sinceMs: updatedAtMs + 1_000, isConnected: true };
    for (let at = 0; at < 10; at++) {
      await replica.handle(makeEvent('stream.silent', id, silence, { id: `silent-${at}`, occurredAtMs: at }));
      await passTime(replica, 10_000);
    }
    expect(await storage.view(id)).toMatchObject({ status: 'LIVE', silence, problems: [] });
    await handleAll(replica, life.audio.slice(11));
    await replica.persistence.recordings.saveProgress();
    expect((await storage.view(id)).durationMs).toBeGreaterThan(1_000);
    await replica.persistence.close();
  });

  it('stores no recording of a call whose source asked for none, also in the replica that takes it over', async () => {
    const id = callId('unrecorded');
    const [replica, life] = [storage.startReplica(), callLife(id)];
    const audio = life.audio.map((event) =>
      event.type === 'stream.opened' ? { ...event, data: { ...event.data, isRecorded: false } } : event,
    );
    await handleAll(replica, [...audio.slice(0, 11), ...life.lifecycle.slice(0, 1)]);
    await replica.persistence.close();
    const later = storage.startReplica();
    await handleAll(later, [...audio.slice(11), ...life.lifecycle.slice(1), ...life.insight]);
    const view = await storage.view(id);
    expect(view).toMatchObject({
      status: 'ENDED',
      isRecorded: false,
      recording: null,
      unrecorded: [],
      durationMs: 5_000,
    });
    expect(view.problems.map(({ code }) => code)).not.toContain('RECORDING_FAILED');
    for (const { receivedMs, transcribedMs, gapMs } of view.ledger) expect(receivedMs).toBe(transcribedMs + gapMs);
    expect(await storage.recordings().find(id)).toBeNull();
    await later.persistence.close();
  });

  it('records nothing while the recording is stopped, and the call says what is missing, also in the replica that takes it over', async () => {
    const id = callId('stopped');
    const [replica, life] = [storage.startReplica(), callLife(id)];
    const change = (frame: number, isRecorded: boolean) => {
      const data = { sampleRateHz: 8_000, fromSample: frame * FRAME_SAMPLES, isRecorded };
      return makeEvent('stream.changed', id, data, { id: `change-${frame}`, occurredAtMs: 1 }) as EarshotEvent;
    };
    const firstAt = (frame: number) =>
      life.audio.findIndex((event) => event.type === 'audio.frame' && event.sequence === frame);
    const [stop, goOn] = [firstAt(5), firstAt(15)];
    await handleAll(replica, [...life.audio.slice(0, stop), change(5, false), ...life.audio.slice(stop, firstAt(10))]);
    await handleAll(replica, life.lifecycle.slice(0, 1));
    expect(await storage.view(id)).toMatchObject({ isRecorded: false });
    await replica.persistence.close();
    const later = storage.startReplica();
    await handleAll(later, [...life.audio.slice(firstAt(10), goOn), change(15, true), ...life.audio.slice(goOn)]);
    await handleAll(later, [...life.lifecycle.slice(1), ...life.insight]);
    const view = await storage.view(id);
    expect(view).toMatchObject({ status: 'ENDED', isRecorded: true, unrecorded: [{ fromMs: 500, toMs: 1_500 }] });
    const recorded = (await storage.recorded(id)).subarray(44);
    const frameAt = (frame: number) => recorded.subarray(frame * FRAME_SAMPLES * 4, (frame + 1) * FRAME_SAMPLES * 4);
    const isFrame = (frame: number) => Buffer.from(frameAt(frame)).equals(Buffer.from(samplesOf(frame)));
    expect([4, 5, 14, 15, 49].map(isFrame)).toEqual([true, false, false, true, true]);
    expect(frameAt(9).every((byte) => byte === 0)).toBe(true);
    await later.persistence.close();
  });

  it('does not mistake its own downtime for the silence of a call', async () => {
    const [id, replica] = [callId('absent'), storage.startReplica()];
    await handleAll(replica, callLife(id).audio.slice(0, 5));
    await replica.persistence.close();
    const later = storage.startReplica();
    await later.clock.advance(3_600_000);
    later.persistence.start();
    await later.persistence.completer.completeAbandonedCalls();
    expect((await storage.view(id)).status).toBe('LIVE');
    await later.persistence.close();
  });

  it('completes an ended call whose last transcript does not arrive in time', async () => {
    const [id, replica] = [callId('wordless'), storage.startReplica()];
    const life = callLife(id);
    replica.persistence.start();
    await handleAll(replica, [...life.audio, ...life.lifecycle, ...life.insight.slice(0, -5)]);
    await passTime(replica, 115_000);
    expect((await storage.view(id)).status).toBe('LIVE');
    await passTime(replica, 10_000);
    const view = await storage.view(id);
    expect(view).toMatchObject({
      status: 'ENDED',
      problems: [{ code: 'SPEECH_ENGINE_LOST' }, { code: 'COMPLETION_TIMEOUT' }],
    });
    for (const ledger of view.ledger) expect(ledger.receivedMs).toBe(ledger.transcribedMs + ledger.gapMs);
    expect(replica.metrics.values.get('earshot_ledger_settled_gap_ms_total')).toBeGreaterThan(0);
    await replica.persistence.close();
  });

  it('continues without the recording while the disk is full, and with it when the disk has space again', async () => {
    const reference = await stored(callId('whole'));
    const id = callId('full-disk');
    let isFull = false;
    const replica = storage.startReplica({ recordings: limitDisk(() => isFull) });
    const life = callLife(id);
    await handleAll(replica, life.audio.slice(0, 10));
    isFull = true;
    await replica.persistence.recordings.finishCall(callId('other'));
    await replica.persistence.recordings.drainRecorders();
    for (let attempt = 1; attempt < 5; attempt++) {
      await expect(replica.handle(life.audio[10] as EarshotEvent)).rejects.toMatchObject({
        code: 'RECORDING_FAILED',
        retryable: true,
      });
    }
    await handleAll(replica, life.audio.slice(10, 15));
    isFull = false;
    await replica.clock.advance(31_000);
    await handleAll(replica, [...life.audio.slice(15), ...life.lifecycle, ...life.insight]);
    const { view } = await stored(id);
    const [audio, whole] = [await storage.recorded(id), await storage.recorded(callId('whole'))];
    expect(view.ledger).toEqual(reference.view.ledger);
    expect(view.problems.map(({ code }) => code)).toEqual(['RECORDING_FAILED', 'SPEECH_ENGINE_LOST']);
    const again = 44 + 14 * FRAME_SAMPLES * 4;
    expect(audio.subarray(again).equals(whole.subarray(again))).toBe(true);
    await replica.persistence.close();
  });

  it('leaves audio on a durable bus while the disk is full, then records each sample', async () => {
    await stored(callId('whole'));
    const id = callId('full-disk-durable');
    let isFull = true;
    const replica = storage.startReplica({ recordings: limitDisk(() => isFull), isBusDurable: true });
    const life = callLife(id);
    for (let waitedS = 0; waitedS < 40; waitedS += 5) {
      await expect(replica.handle(life.audio[0] as EarshotEvent)).rejects.toMatchObject({ retryable: true });
      await replica.clock.advance(5_000);
    }
    isFull = false;
    await handleAll(replica, [...life.audio, ...life.lifecycle, ...life.insight]);
    const { view } = await stored(id);
    expect(view.problems.map(({ code }) => code)).toEqual(['SPEECH_ENGINE_LOST']);
    expect((await storage.recorded(id)).equals(await storage.recorded(callId('whole')))).toBe(true);
    await replica.persistence.close();
  });

  it('leaves each message on the bus while the database is unavailable', async () => {
    const reference = await stored(callId('whole'));
    const id = callId('no-database');
    let isUnavailable = false;
    const reject = () => Promise.reject(new Failure('STORE_UNAVAILABLE', 'away', { retryable: true }));
    const store = new Proxy(storage.stores.callStore, {
      get: (target, name: keyof CallStore) => (isUnavailable ? reject : target[name].bind(target)),
    });
    const replica = storage.startReplica({ store });
    const life = callLife(id);
    for (const [index, event] of interleaved(life, random(11)).entries()) {
      isUnavailable = index % 7 === 3;
      await replica.handle(event).catch(async (error: unknown) => {
        expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
        isUnavailable = false;
        await replica.handle(event);
      });
    }
    isUnavailable = false;
    expect(await stored(id)).toEqual(reference);
    await replica.persistence.close();
  });

  it('has completed its files and written the last positions when it is closed', async () => {
    const [id, replica] = [callId('drained'), storage.startReplica()];
    await handleAll(replica, callLife(id).audio.slice(0, 8));
    await replica.persistence.close();
    expect(await storage.stores.streamRegistry.find(id)).toMatchObject({
      state: 'OPEN',
      positionSample: 7 * FRAME_SAMPLES,
      nextSequence: 7,
    });
    expect((await storage.recorded(id)).readUInt32LE(40)).toBe(7 * FRAME_SAMPLES * 4);
  });
});
