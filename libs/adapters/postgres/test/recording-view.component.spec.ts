import { EVERY_ROW, type CallWrite } from '@earshot/ports';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { PostgresStores } from '../src/index.js';
import { covered, done, ended, id, NOW, progress, startDatabase, started } from './postgres.js';

jest.setTimeout(180_000);

describe('a recording and the end of a call, as readers see them', () => {
  let stores: PostgresStores;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    ({ stores, stop } = await startDatabase());
  });
  afterAll(() => stop());

  const apply = (...writes: readonly CallWrite[]) => stores.callStore.apply(writes, NOW);
  const view = async (call: string) => {
    const [found] = await stores.callReader.callsById(EVERY_ROW, [id(call)]);
    if (!found) throw new Error('no such call');
    return found;
  };
  const unrecorded = (call: string, fromMs: number, toMs: number): CallWrite => ({
    kind: 'unrecorded',
    callId: id(call),
    atMs: NOW,
    fromMs,
    toMs,
  });
  const audioGap = (call: string, fromMs: number, toMs: number): CallWrite => ({
    kind: 'audio-gap',
    callId: id(call),
    atMs: NOW,
    tracks: [0, 1],
    fromMs,
    toMs,
    reason: 'CONNECTION_LOST',
  });
  const finish = (call: string, reason: 'ENDED' | 'INTERRUPTED', durationMs: number) =>
    apply(ended(call, { reason, durationMs }), done(call, 'audio-done'), done(call, 'transcript-done'));

  it('is as long as what is stored, and names the part that could not be written', async () => {
    // A call of 40 s on a disk that was full after 16 s.
    await apply(started('full'), progress('full', 320_000, { recordedSample: 128_000 }));
    await finish('full', 'ENDED', 40_000);
    const { recording, durationMs, ledger } = await view('full');
    expect(durationMs).toBe(40_000);
    expect(recording).toEqual({ durationMs: 16_000, failures: [{ fromMs: 16_000, toMs: 40_000 }] });
    // The audio itself arrived, so the account of the tracks does not change.
    expect(ledger.map(({ receivedMs }) => receivedMs)).toEqual([40_000, 40_000]);
  });

  it('names a part in the middle, in any order and with repetitions', async () => {
    const parts = [unrecorded('middle', 5_000, 7_000), unrecorded('middle', 7_000, 8_000)];
    await apply(...parts.toReversed());
    await apply(started('middle'), progress('middle', 80_000), ...parts);
    expect((await view('middle')).recording).toEqual({
      durationMs: 10_000,
      failures: [{ fromMs: 5_000, toMs: 8_000 }],
    });
    expect((await view('middle')).ledger).toHaveLength(2);
  });

  it('has no recording without one', async () => {
    await apply(started('none'), progress('none', 80_000, { hasRecording: false, recordedSample: 0 }));
    const { recording, unrecorded } = await view('none');
    expect(recording).toBeNull();
    expect(unrecorded).toEqual([{ fromMs: 0, toMs: 10_000 }]);
  });

  it('says that nothing is unrecorded of a call that is recorded, or that has no audio', async () => {
    await apply(started('silent'), started('recorded'), progress('recorded', 80_000));
    expect((await view('silent')).unrecorded).toEqual([]);
    expect((await view('recorded')).unrecorded).toEqual([]);
  });

  it('grows with the stored audio while the position stands still', async () => {
    await apply(started('later'), progress('later', 80_000, { recordedSample: 0 }));
    await apply(progress('later', 80_000, { recordedSample: 40_000 }));
    expect((await view('later')).recording?.durationMs).toBe(5_000);
  });

  it('says where the audio of an interrupted call ends, and keeps what never came in its account', async () => {
    await apply(started('lost'), progress('lost', 160_000), audioGap('lost', 12_000, 20_000));
    for (const track of [0, 1]) await apply(covered('lost', track, 0, 12_000));
    expect((await view('lost')).lostAtMs).toBeNull();
    await finish('lost', 'INTERRUPTED', 20_000);
    const { lostAtMs, ledger } = await view('lost');
    expect(lostAtMs).toBe(12_000);
    for (const { gaps, openMs } of ledger) {
      expect(gaps).toEqual([{ fromMs: 12_000, toMs: 20_000, reason: 'CONNECTION_LOST', isAudioMissing: true }]);
      expect(openMs).toBe(0);
    }
  });

  it('ends an interrupted call without a gap at its end with its audio, and an ended call nowhere', async () => {
    await apply(started('cut'), progress('cut', 80_000), audioGap('cut', 2_000, 3_000));
    await finish('cut', 'INTERRUPTED', 10_000);
    expect((await view('cut')).lostAtMs).toBe(10_000);
    await apply(started('fine'), progress('fine', 80_000));
    await finish('fine', 'ENDED', 10_000);
    expect((await view('fine')).lostAtMs).toBeNull();
  });

  it('shows how much of a live call is not accounted for yet', async () => {
    await apply(started('open'), progress('open', 80_000), covered('open', 0, 0, 6_000));
    expect((await view('open')).ledger.map(({ openMs }) => openMs)).toEqual([4_000, 10_000]);
  });
});
