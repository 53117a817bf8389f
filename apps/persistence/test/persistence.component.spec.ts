import { makeEvent, type CallId, type EarshotEvent } from '@earshot/contracts';
import { Failure, type CallStore, type RecordingStore } from '@earshot/ports';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createHash } from 'node:crypto';
import { callLife, END_MS, FRAME_SAMPLES, FRAMES, samplesOf, type CallLife } from './call-life.js';
import { callId, openSite, type Run, type Site } from './site.js';

const random = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) & 0x7fff_ffff;
  return seed / 0x7fff_ffff;
};

/** Merges the topics at random; each keeps its own order. */
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
jest.setTimeout(60_000);

describe('persistence', () => {
  let site: Site;
  /** Recordings on a disk that takes no new file while it is full. */
  function filledUp(isFull: () => boolean): RecordingStore {
    const disk = site.recordings();
    const full = () => Promise.reject(new Failure('RECORDING_IO_FAILED', 'ENOSPC', { retryable: true }));
    return {
      find: (call) => disk.find(call),
      finish: (call) => disk.finish(call),
      open: async (call, format) => (isFull() ? full() : disk.open(call, format)),
    };
  }

  const stored = async (id: CallId) => {
    const { categories, ...whole } = await site.view(id);
    const view = { ...whole, id: '', version: 0, updatedAtMs: 0 };
    const segments = (await site.segments(id)).map((segment) => ({ ...segment, callId: '' }));
    const audio = await site.recorded(id);
    // Compared by hash: jest looks at every byte of a buffer by itself.
    return {
      view,
      categories: [...categories].sort(),
      segments,
      sha256: createHash('sha256').update(audio).digest('hex'),
    };
  };
  const playAll = async (run: Run, events: readonly EarshotEvent[]) => {
    for (const event of events) await run.handle(event);
  };

  /** Time that passes as it does: a clock that jumps is taken for one that jumped. */
  const pass = async (run: Run, byMs: number) => {
    for (let left = byMs; left > 0; left -= 5_000) {
      await run.clock.advance(Math.min(left, 5_000));
      await run.persistence.overdue.look();
    }
  };

  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.stop());

  it('keeps a whole call: its audio where it belongs, its words, and an account that adds up', async () => {
    const [id, run] = [callId('whole'), site.run()];
    await playAll(run, interleaved(callLife(id), random(1)));
    const { view, segments } = await stored(id);
    const audio = await site.recorded(id);
    expect(view).toMatchObject({
      status: 'ENDED',
      agentId: 'ann',
      engine: 'scripted',
      durationMs: END_MS,
      alertCount: 2,
      hasRecording: true,
    });
    expect(view.problems).toMatchObject([{ code: 'SPEECH_ENGINE_LOST' }]);
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
    expect(run.metrics.values.get('earshot_ledger_settled_gap_ms_total')).toBe(0);
    expect(run.metrics.values.get('earshot_ledger_mismatch_calls_total')).toBe(0);
    const told = run.bus.told.filter(({ data }) => data.kind === 'call').map(({ data }) => data.version);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe((await site.view(id)).version);
    expect(new Set(run.bus.told.filter(({ data }) => data.kind === 'segment').map(({ data }) => data.id)).size).toBe(8);
    await run.persistence.close();
  });

  it('comes to the same rows in any interleaving of the topics, with everything delivered twice', async () => {
    const reference = await stored(callId('whole'));
    for (let seed = 2; seed <= 6; seed++) {
      const [id, run, next] = [callId(`mixed-${seed}`), site.run(), random(seed)];
      const events = interleaved(callLife(id), next);
      for (const [index, event] of events.entries()) {
        await run.handle(event);
        // A redelivery brings a stretch again, as after a lost acknowledgement.
        if (next() < 0.15)
          await playAll(
            run,
            events.slice(Math.max(0, index - 8), index + 1).filter(({ type }) => type !== 'stream.closed'),
          );
      }
      await playAll(run, events);
      expect(await stored(id)).toEqual(reference);
      expect(run.metrics.values.get('earshot_ledger_settled_gap_ms_total')).toBe(0);
      await run.persistence.close();
    }
  });

  it('takes the three topics side by side, and many calls', async () => {
    const reference = await stored(callId('whole'));
    const run = site.run();
    const ids = Array.from({ length: 20 }, (_, at) => callId(`side-${at}`));
    await Promise.all(
      ids.flatMap((id) => Object.values(callLife(id)).map((events: EarshotEvent[]) => playAll(run, events))),
    );
    for (const id of ids) expect(await stored(id)).toEqual(reference);
    await run.persistence.close();
  });

  it.each([3, 18, 22, 40, 47])('goes on after a crash at audio event %d as if nothing had happened', async (at) => {
    const reference = await stored(callId('whole'));
    const id = callId(`crash-${at}`);
    const life = callLife(id);
    const insightAt = Math.floor((at / life.audio.length) * life.insight.length);
    const first = site.run();
    await playAll(first, [
      ...life.audio.slice(0, at),
      ...life.lifecycle.slice(0, 1),
      ...life.insight.slice(0, insightAt),
    ]);
    // No close: progress is not flushed, files stay open, as after SIGKILL.
    const second = site.run();
    await second.persistence.recover();
    const known = await site.stores.streamRegistry.find(id);
    expect(known).toMatchObject({ state: 'OPEN' });
    const recordedSamples = ((await site.recorded(id)).length - 44) / 4;
    expect(known?.positionSample).toBeGreaterThanOrEqual(recordedSamples);
    await playAll(second, [
      ...life.audio.slice(Math.max(0, at - 5)),
      ...life.lifecycle,
      ...life.insight.slice(Math.max(0, insightAt - 5)),
    ]);
    expect(await stored(id)).toEqual(reference);
    await Promise.all([first.persistence.close(), second.persistence.close()]);
  });

  it('declares audio that is missing without a word, and keeps it silent', async () => {
    const [id, run] = [callId('holes'), site.run()];
    const life = callLife(id);
    const isLost = (event: EarshotEvent) => event.type === 'audio.frame' && [5, 6, 48, 49].includes(event.sequence);
    await playAll(run, [...life.audio.filter((event) => !isLost(event)), ...life.lifecycle, ...life.insight]);
    const { view } = await stored(id);
    const audio = await site.recorded(id);
    expect(audio.length - 44).toBe(FRAMES * FRAME_SAMPLES * 4);
    expect(view.status).toBe('ENDED');
    for (const ledger of view.ledger) {
      expect(ledger).toMatchObject({ receivedMs: 5_000, transcribedMs: 3_100, gapMs: 1_900 });
      expect(ledger.gaps.filter(({ reason }) => reason === 'FRAMES_LOST')).toEqual([
        { fromMs: 500, toMs: 700, reason: 'FRAMES_LOST' },
        { fromMs: 4_800, toMs: 5_000, reason: 'FRAMES_LOST' },
      ]);
    }
    await run.persistence.close();
  });

  it('counts as missing only what did not come, where a gap is declared from what the store knew a moment ago', async () => {
    const [id, run] = [callId('gap-from-before'), site.run()];
    const life = callLife(id);
    const audio = life.audio.map((event) =>
      event.type === 'audio.gap-declared'
        ? { ...event, data: { ...event.data, fromSample: event.data.fromSample - 6 * FRAME_SAMPLES } }
        : event,
    );
    for (const event of [...life.lifecycle, ...audio, ...life.insight]) await run.handle(event);
    for (const ledger of (await site.view(id)).ledger)
      expect(ledger.gaps.find(({ reason }) => reason === 'CONNECTION_LOST')).toMatchObject({
        fromMs: 2_000,
        toMs: 2_500,
      });
  });

  it('shrinks the gap when words come after the end, and says so', async () => {
    const [id, run] = [callId('backfill'), site.run()];
    await playAll(run, interleaved(callLife(id), random(4)));
    const before = await site.view(id);
    run.bus.told.length = 0;
    const covered = { channel: 'AGENT', fromMs: 3_000, toMs: 4_000, engine: 'scripted' } as const;
    await run.handle(makeEvent('transcript.covered', id, covered, { id: 'late', occurredAtMs: 1 }));
    expect(run.bus.told.map(({ data }) => data)).toEqual([
      { kind: 'call', id: 'backfill', version: before.version + 1 },
    ]);
    expect((await site.view(id)).ledger[1]).toMatchObject({ transcribedMs: 4_500, gapMs: 500 });
    await run.persistence.close();
  });

  it('ends a call whose source and end never came, and does not let it come back', async () => {
    const [id, run] = [callId('abandoned'), site.run()];
    const life = callLife(id);
    run.persistence.start();
    await playAll(run, [...life.audio.slice(0, 11), ...life.lifecycle.slice(0, 1)]);
    await run.persistence.recorders.flush();
    await pass(run, 40_000);
    expect((await site.view(id)).status).toBe('LIVE');
    await pass(run, 10_000);
    const view = await site.view(id);
    expect(view).toMatchObject({ status: 'INTERRUPTED', durationMs: 1_000, problems: [{ code: 'CALL_ABANDONED' }] });
    for (const ledger of view.ledger)
      expect(ledger.receivedMs).toBe(ledger.transcribedMs + ledger.pausedMs + ledger.gapMs);
    expect(await site.stores.streamRegistry.find(id)).toMatchObject({ state: 'CLOSED' });
    expect(run.bus.told.filter(({ data }) => data.id === 'abandoned').at(-1)?.data).toEqual({
      kind: 'call',
      id: 'abandoned',
      version: view.version,
    });
    const audio = await site.recorded(id);
    await playAll(run, life.audio.slice(11, 15));
    expect((await site.recorded(id)).equals(audio)).toBe(true);
    expect((await site.view(id)).status).toBe('INTERRUPTED');
    await run.persistence.close();
  });

  it('does not take the silence of its own absence for the silence of a call', async () => {
    const [id, run] = [callId('absent'), site.run()];
    await playAll(run, callLife(id).audio.slice(0, 5));
    await run.persistence.close();
    const later = site.run();
    await later.clock.advance(3_600_000);
    later.persistence.start();
    await later.persistence.overdue.look();
    expect((await site.view(id)).status).toBe('LIVE');
    await later.persistence.close();
  });

  it('completes a call that ended without its last words after a while', async () => {
    const [id, run] = [callId('wordless'), site.run()];
    const life = callLife(id);
    run.persistence.start();
    await playAll(run, [...life.audio, ...life.lifecycle, ...life.insight.slice(0, -5)]);
    await pass(run, 115_000);
    expect((await site.view(id)).status).toBe('LIVE');
    await pass(run, 10_000);
    const view = await site.view(id);
    expect(view).toMatchObject({
      status: 'ENDED',
      problems: [{ code: 'SPEECH_ENGINE_LOST' }, { code: 'COMPLETION_TIMEOUT' }],
    });
    for (const ledger of view.ledger) expect(ledger.receivedMs).toBe(ledger.transcribedMs + ledger.gapMs);
    expect(run.metrics.values.get('earshot_ledger_settled_gap_ms_total')).toBeGreaterThan(0);
    await run.persistence.close();
  });

  it('goes on without the recording when the disk stays full, and with it when there is room again', async () => {
    const reference = await stored(callId('whole'));
    const id = callId('full-disk');
    let isFull = false;
    const run = site.run({ recordings: filledUp(() => isFull) });
    const life = callLife(id);
    await playAll(run, life.audio.slice(0, 10));
    isFull = true;
    await run.persistence.recorders.finish(callId('other'));
    await run.persistence.recorders.settle();
    for (let attempt = 1; attempt < 5; attempt++) {
      await expect(run.handle(life.audio[10] as EarshotEvent)).rejects.toMatchObject({
        code: 'RECORDING_FAILED',
        retryable: true,
      });
    }
    await playAll(run, life.audio.slice(10, 15));
    isFull = false;
    await run.clock.advance(31_000);
    await playAll(run, [...life.audio.slice(15), ...life.lifecycle, ...life.insight]);
    const { view } = await stored(id);
    const [audio, whole] = [await site.recorded(id), await site.recorded(callId('whole'))];
    expect(view.ledger).toEqual(reference.view.ledger);
    expect(view.problems.map(({ code }) => code)).toEqual(['RECORDING_FAILED', 'SPEECH_ENGINE_LOST']);
    const again = 44 + 14 * FRAME_SAMPLES * 4;
    expect(audio.subarray(again).equals(whole.subarray(again))).toBe(true);
    await run.persistence.close();
  });

  it('waits with the audio on a durable bus while the disk is full, and then records every sample of it', async () => {
    await stored(callId('whole'));
    const id = callId('full-disk-durable');
    let isFull = true;
    const run = site.run({ recordings: filledUp(() => isFull), isBusDurable: true });
    const life = callLife(id);
    for (let waitedS = 0; waitedS < 40; waitedS += 5) {
      await expect(run.handle(life.audio[0] as EarshotEvent)).rejects.toMatchObject({ retryable: true });
      await run.clock.advance(5_000);
    }
    isFull = false;
    await playAll(run, [...life.audio, ...life.lifecycle, ...life.insight]);
    const { view } = await stored(id);
    expect(view.problems.map(({ code }) => code)).toEqual(['SPEECH_ENGINE_LOST']);
    expect((await site.recorded(id)).equals(await site.recorded(callId('whole')))).toBe(true);
    await run.persistence.close();
  });

  it('keeps every message with the bus while the database is away', async () => {
    const reference = await stored(callId('whole'));
    const id = callId('no-database');
    let isAway = false;
    const away = () => Promise.reject(new Failure('STORE_UNAVAILABLE', 'away', { retryable: true }));
    const store = new Proxy(site.stores.callStore, {
      get: (target, name: keyof CallStore) => (isAway ? away : target[name].bind(target)),
    });
    const run = site.run({ store });
    const life = callLife(id);
    for (const [index, event] of interleaved(life, random(11)).entries()) {
      isAway = index % 7 === 3;
      await run.handle(event).catch(async (error: unknown) => {
        expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
        isAway = false;
        await run.handle(event);
      });
    }
    isAway = false;
    expect(await stored(id)).toEqual(reference);
    await run.persistence.close();
  });

  it('leaves whole files and the last positions behind when it is closed', async () => {
    const [id, run] = [callId('drained'), site.run()];
    await playAll(run, callLife(id).audio.slice(0, 8));
    await run.persistence.close();
    expect(await site.stores.streamRegistry.find(id)).toMatchObject({
      state: 'OPEN',
      positionSample: 7 * FRAME_SAMPLES,
      nextSequence: 7,
    });
    expect((await site.recorded(id)).readUInt32LE(40)).toBe(7 * FRAME_SAMPLES * 4);
  });
});
