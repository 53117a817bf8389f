import { exampleAgent, exampleCustomer, exampleSupervisor } from '@earshot/contracts';
import { EVERY_ROW, type CallView, type CallWrite } from '@earshot/ports';
import { CapturingLogger } from '@earshot/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { openPostgres, type PostgresStores } from '../src/index.js';
import {
  runSql,
  assigned,
  changed,
  covered,
  done,
  ended,
  figures,
  id,
  joined,
  left,
  match,
  NOW,
  problem,
  progress,
  segment,
  started,
  startDatabase,
} from './postgres.js';

jest.setTimeout(180_000);

describe('the call store on PostgreSQL', () => {
  let stores: PostgresStores;
  let stop: () => Promise<void>;
  let url: string;
  const apply = (...writes: CallWrite[]) => stores.callStore.apply(writes, NOW);
  const call = async (callId: string): Promise<CallView> => {
    const [found] = await stores.callReader.callsById(EVERY_ROW, [id(callId)]);
    if (!found) throw new Error('no such call');
    return found;
  };

  beforeAll(async () => ({ stores, stop, url } = await startDatabase('persistence')));
  afterAll(() => stop());

  it('can repeat the migration, also from two processes at once', async () => {
    const other = openPostgres({ url, poolSize: 2, logger: new CapturingLogger() });
    await Promise.all([stores.migrate(), other.migrate()]);
    await other.close();
    await stores.ping();
    expect(await runSql(url, `select indexname from pg_indexes where indexname = 'calls_by_text'`)).toHaveLength(1);
  });

  it('stores the same for any order of the facts, and announces a repetition with the same version', async () => {
    const facts = (callId: string): CallWrite[] => [
      started(callId, { agentId: 'ann', customerNumber: '+15550100' }),
      joined(callId, exampleCustomer, 0),
      joined(callId, exampleAgent, 0),
      assigned(callId, 0, exampleCustomer, 0),
      assigned(callId, 1, exampleAgent, 0),
      progress(callId, 80_000),
      changed(callId, { ...exampleCustomer, name: 'Sam' }, 3_000),
      left(callId, exampleAgent, 4_000),
      joined(callId, exampleSupervisor, 4_000),
      assigned(callId, 1, exampleSupervisor, 4_000),
      segment(callId),
      match(callId, 'billing', '1-0-0'),
      match(callId, 'legal', '1-0-0', true),
      figures(callId, 1, 2.5),
      covered(callId, 1, 0, 10_000),
      covered(callId, 0, 0, 10_000),
      ended(callId),
      done(callId, 'audio-done'),
      done(callId, 'transcript-done'),
    ];
    for (const fact of facts('straight')) await apply(fact);
    for (const fact of facts('reversed').reverse()) await apply(fact);
    await apply(...facts('together'), ...facts('together'));
    const anonymous = (view: CallView) => ({
      ...view,
      id: '',
      version: 0,
      updatedAtMs: 0,
      categories: [...view.categories].sort(),
    });
    const straight = anonymous(await call('straight'));
    expect(straight).toMatchObject({
      status: 'ENDED',
      source: 'lca-websocket',
      agentId: 'ann',
      durationMs: 61_000,
      alertCount: 1,
      hasRecording: true,
      startedAtMs: NOW - 1_000,
      endedAtMs: NOW + 60_000,
      metrics: { silenceMs: 1 },
      participants: [
        { id: 'customer', name: 'Sam', number: '+15555550123', joinedMs: 0, leftMs: null },
        { id: 'agent', name: 'Robin', joinedMs: 0, leftMs: 4_000 },
        { id: 'supervisor', role: 'SUPERVISOR', joinedMs: 4_000, leftMs: null },
      ],
      tracks: [
        { track: 0, participantId: 'customer' },
        { track: 1, participantId: 'supervisor' },
      ],
    });
    expect(straight.categories).toEqual(['billing', 'legal']);
    for (const other of ['reversed', 'together']) expect(anonymous(await call(other))).toEqual(straight);
    const before = await call('straight');
    const again = await apply(...facts('straight'));
    expect(again.completed).toEqual([]);
    expect(again.changes).toContainEqual({ kind: 'call', callId: 'straight', id: 'straight', version: before.version });
    expect(again.changes).toContainEqual({ kind: 'segment', callId: 'straight', id: '1-0-0', version: 2 });
    expect(await call('straight')).toEqual(before);
  });

  it('never replaces a newer revision by an older one, in one batch or in two', async () => {
    await apply(segment('rev', { revision: 5, text: 'new' }), segment('rev', { revision: 4, text: 'old' }));
    expect((await apply(segment('rev', { revision: 3, text: 'older' }))).changes).toEqual([]);
    const [stored] = await stores.callReader.segmentsById(EVERY_ROW, [{ callId: id('rev'), id: '1-0-0' as never }]);
    expect(stored).toMatchObject({ revision: 5, text: 'new' });
    await apply(figures('rev', 7, 1));
    await apply(figures('rev', 6, -1));
    expect((await call('rev')).metrics).toMatchObject({ silenceMs: 7 });
    await apply(segment('rev', { segmentId: '1-0-1' as never, isPartial: true }));
    expect((await stores.callReader.segments(EVERY_ROW, id('rev'), { first: 10 })).items).toHaveLength(1);
  });

  it('accounts for every millisecond when the call is complete, and reports the undeclared gap', async () => {
    await apply(progress('books', 80_000), covered('books', 1, 0, 4_000), covered('books', 0, 0, 10_000));
    await apply({
      kind: 'audio-gap',
      callId: id('books'),
      atMs: NOW,
      tracks: [0, 1],
      fromMs: 2_000,
      toMs: 3_000,
      reason: 'CONNECTION_LOST',
    });
    await apply({
      kind: 'transcript-gap',
      callId: id('books'),
      atMs: NOW,
      data: { track: 1, fromMs: 4_000, toMs: 6_000, reason: 'ENGINE_FAILED' },
    });
    await apply(ended('books'), done('books', 'audio-done'));
    expect((await call('books')).status).toBe('LIVE');
    const { completed } = await apply(done('books', 'transcript-done'));
    expect(completed).toEqual([{ callId: 'books', status: 'ENDED', undeclaredGapMs: 4_000, addsUp: true }]);
    const view = await call('books');
    expect(view.ledger).toEqual([
      {
        track: 0,
        receivedMs: 10_000,
        transcribedMs: 9_000,
        pausedMs: 0,
        openMs: 0,
        gapMs: 1_000,
        gaps: [{ fromMs: 2_000, toMs: 3_000, reason: 'CONNECTION_LOST', isAudioMissing: true }],
        pauses: [],
      },
      {
        track: 1,
        receivedMs: 10_000,
        transcribedMs: 3_000,
        pausedMs: 0,
        openMs: 0,
        gapMs: 7_000,
        gaps: [
          { fromMs: 2_000, toMs: 3_000, reason: 'CONNECTION_LOST', isAudioMissing: true },
          { fromMs: 4_000, toMs: 6_000, reason: 'ENGINE_FAILED', isAudioMissing: false },
          { fromMs: 6_000, toMs: 10_000, reason: 'PROCESS_LOST', isAudioMissing: false },
        ],
        pauses: [],
      },
    ]);
    const { changes } = await apply(covered('books', 1, 4_000, 10_000));
    expect(changes).toEqual([{ kind: 'call', callId: 'books', id: 'books', version: view.version + 1 }]);
    expect((await call('books')).ledger[1]).toMatchObject({ transcribedMs: 9_000, gapMs: 1_000 });
  });

  it('adds up what the engines cost, each transcribed millisecond once for each price', async () => {
    await apply(started('dear'), progress('dear', 960_000), covered('dear', 0, 0, 30_000));
    expect((await call('dear')).cost).toBeNull();
    await apply(covered('dear', 0, 30_000, 60_000, 0.024), covered('dear', 1, 0, 60_000, 0.024));
    expect((await call('dear')).cost).toBeCloseTo(0.036, 9);
    // The same fact again, and a span that another owner of the call transcribed again.
    await apply(covered('dear', 1, 0, 60_000, 0.024), covered('dear', 0, 25_000, 60_000, 0.024));
    expect((await call('dear')).cost).toBeCloseTo(0.038, 9);
    // Another engine went on, at its own price.
    await apply(covered('dear', 0, 60_000, 120_000, 0.0077));
    const { cost, ledger } = await call('dear');
    expect(cost).toBeCloseTo(0.0457, 9);
    expect(ledger.map(({ track, transcribedMs }) => [track, transcribedMs])).toEqual([
      [0, 120_000],
      [1, 60_000],
    ]);
  });

  it('keeps the first 20 problems, each once', async () => {
    for (let at = 0; at < 25; at++) await apply(problem('trouble', NOW + at), problem('trouble', NOW + at));
    expect((await call('trouble')).problems.map(({ atMs }) => atMs - NOW)).toEqual([...Array(20).keys()]);
  });

  it('force-completes a silent call at the end of its audio, and only while it is live', async () => {
    const giveUp: CallWrite = {
      kind: 'force-complete',
      callId: id('lost'),
      atMs: NOW,
      data: { stage: 'persistence', code: 'CALL_ABANDONED', message: 'x' },
    };
    await apply(started('lost'), progress('lost', 16_000, { lastAudioAtMs: NOW + 5 }));
    expect((await apply(giveUp)).completed).toEqual([
      { callId: 'lost', status: 'INTERRUPTED', undeclaredGapMs: 4_000, addsUp: true },
    ]);
    expect(await call('lost')).toMatchObject({
      status: 'INTERRUPTED',
      durationMs: 2_000,
      endedAtMs: NOW + 5,
      problems: [{ code: 'CALL_ABANDONED' }],
    });
    const before = await call('lost');
    await apply({ ...giveUp, atMs: NOW + 9 }, ended('lost'));
    expect(await call('lost')).toEqual(before);
    expect(await stores.streamRegistry.find(id('lost'))).toMatchObject({ state: 'CLOSED' });
  });

  it('counts a pause as paused, whichever stage declares it, and knows the last change of it', async () => {
    const paused = { fromMs: 2_000, toMs: 6_000, reason: 'PAUSED' } as const;
    const requestedBy = { principal: 'user:1', subject: 'Mia' };
    const change = (isPaused: boolean, changedAtMs: number): CallWrite => ({
      kind: 'pause',
      callId: id('paused'),
      atMs: NOW,
      data: { isPaused, changedAtMs, ...(isPaused && { reason: 'PAYMENT', requestedBy }) },
    });
    const find = async () => (await stores.streamRegistry.find(id('paused')))?.pause;
    await apply(started('paused'), progress('paused', 80_000), change(true, NOW + 1));
    expect(await find()).toEqual({ isPaused: true, changedAtMs: NOW + 1 });
    await apply(change(false, NOW + 3), change(true, NOW + 2));
    const again = await apply(change(true, NOW + 1));
    expect(again.changes).toMatchObject([{ version: (await call('paused')).version }]);
    expect(await find()).toEqual({ isPaused: false, changedAtMs: NOW + 3 });
    expect((await call('paused')).pauseChanges).toEqual([
      { atMs: NOW + 1, isPaused: true, reason: 'PAYMENT', subject: 'Mia' },
      { atMs: NOW + 2, isPaused: true, reason: 'PAYMENT', subject: 'Mia' },
      { atMs: NOW + 3, isPaused: false, reason: null, subject: null },
    ]);
    await apply({ kind: 'audio-gap', callId: id('paused'), atMs: NOW, tracks: [0], ...paused });
    await apply({ kind: 'transcript-gap', callId: id('paused'), atMs: NOW, data: { track: 1, ...paused } });
    await apply(covered('paused', 0, 0, 2_000), covered('paused', 1, 6_000, 10_000));
    for (const [track, ledger] of (await call('paused')).ledger.entries())
      expect(ledger).toMatchObject({
        ...{ track, receivedMs: 10_000, pausedMs: 4_000, gapMs: 0, gaps: [] },
        pauses: [{ fromMs: 2_000, toMs: 6_000 }],
      });
  });

  it('remembers whether a call is recorded at its newest position, and misses no recording where it is not', async () => {
    const unrecorded = { isRecorded: false, hasRecording: false, recordedSample: 0 };
    await apply(started('kept-out'), progress('kept-out', 80_000, unrecorded));
    await apply(progress('kept-out', 90_000, unrecorded));
    expect(await call('kept-out')).toMatchObject({ isRecorded: false, unrecorded: [] });
    expect((await stores.callStore.find(id('kept-out')))?.progress).toMatchObject({ isRecorded: false });
    await apply(progress('kept-out', 85_000));
    expect(await call('kept-out')).toMatchObject({ isRecorded: false });
    await apply(progress('kept-out', 100_000));
    expect(await call('kept-out')).toMatchObject({ isRecorded: true });
    await apply(progress('recorded', 80_000));
    expect(await call('recorded')).toMatchObject({ isRecorded: true });
  });

  it('shows the last silence of a call until audio arrives, and never after the end', async () => {
    const silence = (sinceMs: number, isConnected: boolean): CallWrite => ({
      kind: 'silence',
      callId: id('hushed'),
      atMs: NOW,
      sinceMs,
      isConnected,
    });
    await apply(started('hushed'), progress('hushed', 100, { lastAudioAtMs: NOW + 5 }));
    expect((await call('hushed')).silence).toBeNull();
    const { version } = await call('hushed');
    await apply(silence(NOW + 5, true));
    expect(await call('hushed')).toMatchObject({
      silence: { sinceMs: NOW + 5, isConnected: true },
      version: version + 1,
    });
    await apply(silence(NOW + 5, false));
    expect((await call('hushed')).silence).toEqual({ sinceMs: NOW + 5, isConnected: false });
    await apply(progress('hushed', 200, { lastAudioAtMs: NOW + 6 }));
    expect((await call('hushed')).silence).toBeNull();
    const unheard = { ...silence(NOW - 1_000, true), callId: id('unheard') };
    await apply(started('unheard'), progress('unheard', 0), unheard);
    expect((await call('unheard')).silence).toEqual({ sinceMs: NOW - 1_000, isConnected: true });
    await apply(silence(NOW + 6, false), ended('hushed'));
    expect((await call('hushed')).silence).toBeNull();
  });

  it('finds abandoned calls', async () => {
    const later = (...writes: CallWrite[]) => stores.callStore.apply(writes, NOW + 100_000);
    await apply(progress('quiet', 100), started('no-audio'), progress('over', 100), ended('over'));
    await later(progress('busy', 100), started('fresh'));
    await later(figures('quiet', 1, 0));
    const waiting = { kind: 'silence', callId: id('waiting'), atMs: NOW, sinceMs: NOW } as const;
    const cut = { ...waiting, callId: id('cut') };
    await apply(progress('waiting', 100), progress('cut', 100));
    await later({ ...waiting, isConnected: true }, { ...cut, isConnected: false });
    const abandoned = await stores.callStore.findAbandonedCalls({
      endedBeforeMs: NOW + 50,
      silentSinceMs: NOW + 50_000,
    });
    const ours = abandoned.filter(({ callId }) =>
      ['quiet', 'no-audio', 'over', 'busy', 'fresh', 'waiting', 'cut'].includes(callId),
    );
    expect(ours).toEqual([
      { callId: 'cut', ended: false, longestQuietMs: null },
      { callId: 'no-audio', ended: false, longestQuietMs: null },
      { callId: 'over', ended: true, longestQuietMs: null },
      { callId: 'quiet', ended: false, longestQuietMs: null },
    ]);
  });

  it('waits for no audio of a call that came as text, and closes it by its own limit', async () => {
    const textOnly = { longestQuietMs: 60_000 };
    const isAbandoned = async (callId: string, quietAtMs: number) => {
      const limits = { endedBeforeMs: 0, silentSinceMs: NOW + 1_000_000, quietAtMs };
      return (await stores.callStore.findAbandonedCalls(limits)).some((one) => one.callId === callId);
    };
    await apply(started('words', { textOnly, startedAtMs: NOW - 30_000 }));
    expect(await call('words')).toMatchObject({ hasAudio: false, ledger: [], silence: null, isRecorded: true });
    expect(await isAbandoned('words', NOW + 59_000)).toBe(false);
    expect(await isAbandoned('words', NOW + 61_000)).toBe(true);
    await apply(segment('words', { recognizedAtMs: NOW + 30_000 }));
    expect(await isAbandoned('words', NOW + 61_000)).toBe(false);
    expect(await isAbandoned('words', NOW + 91_000)).toBe(true);
    await apply(ended('words', { endedAtMs: NOW, durationMs: 0 }));
    expect((await call('words')).status).toBe('LIVE');
    const { completed } = await apply(done('words', 'transcript-done'));
    expect(completed).toEqual([{ callId: 'words', status: 'ENDED', undeclaredGapMs: 0, addsUp: true }]);
    expect(await call('words')).toMatchObject({ status: 'ENDED', durationMs: 30_000 });
  });

  it('closes a call that came as text when its words ended, and knows how long it was', async () => {
    const callId = id('quiet-words');
    const data = { stage: 'persistence', code: 'CALL_ABANDONED' as const, message: 'x' };
    await apply(started('quiet-words', { textOnly: { longestQuietMs: 60_000 }, startedAtMs: NOW - 90_000 }));
    await apply({ kind: 'force-complete', callId, atMs: NOW, data });
    expect(await call('quiet-words')).toMatchObject({
      status: 'INTERRUPTED',
      endedAtMs: NOW - 60_000,
      durationMs: 30_000,
    });
  });

  it('returns the position of a call for a source that reconnects', async () => {
    await apply(started('back'), progress('back', 4_000, { nextSequence: 9, lastAudioAtMs: NOW + 3 }));
    expect(await stores.streamRegistry.find(id('back'))).toEqual({
      state: 'OPEN',
      startedAtMs: NOW - 1_000,
      startedBy: null,
      codec: 'L16',
      sampleRateHz: 8_000,
      channelCount: 2,
      positionSample: 4_000,
      lastAudioAtMs: NOW + 3,
      nextSequence: 9,
      pause: null,
    });
    await apply(progress('back', 3_000));
    expect(await stores.streamRegistry.find(id('back'))).toMatchObject({ positionSample: 4_000 });
    await apply(ended('back'));
    expect(await stores.streamRegistry.find(id('back'))).toMatchObject({ state: 'CLOSED' });
    expect(await stores.streamRegistry.find(id('nobody'))).toBeNull();
    await apply(started('silent'));
    expect(await stores.streamRegistry.find(id('silent'))).toMatchObject({
      state: 'STARTED',
      startedAtMs: NOW - 1_000,
    });
    await apply(problem('unstarted', NOW));
    expect(await stores.streamRegistry.find(id('unstarted'))).toBeNull();
    await apply(ended('silent'));
    expect(await stores.streamRegistry.find(id('silent'))).toMatchObject({ state: 'CLOSED' });
    await apply(started('mute'));
    const live = await stores.callStore.liveCalls({ first: 1_000 });
    expect(live.find(({ callId }) => callId === 'mute')).toMatchObject({ status: 'LIVE', progress: null });
    expect(live.find(({ callId }) => callId === 'lost')).toBeUndefined();
  });

  it('stores characters that PostgreSQL refuses, and ids with any character', async () => {
    const odd = `'; drop table calls; -- {"a":[1,2]},\\ 😀 %_`;
    await apply(
      segment(odd, { text: 'a\u0000b\ud800c', words: [{ text: '\u0000\udc00', startMs: 0, endMs: 1 }] }),
      match(odd, 'a"b,{c}', 'x'),
    );
    expect((await stores.callReader.segments(EVERY_ROW, id(odd), { first: 1 })).items[0]?.item.text).toBe(
      'a\ufffdb\ufffdc',
    );
    expect((await call(odd)).categories).toEqual(['a"b,{c}']);
  });

  it('stores 200 facts at once, and the same calls from several writers without a deadlock', async () => {
    const batch = (round: number) =>
      Array.from({ length: 200 }, (_, at) => {
        const startMs = (at * 10 + round) * 1_000;
        const segmentId = `1-${at}-${round}` as never;
        return segment(`many-${(at * 7 + round) % 40}`, { segmentId, startMs, endMs: startMs + 1_000 });
      });
    await Promise.all(
      [1, 2, 3, 4].map((round) =>
        apply(
          ...batch(round),
          ...batch(round)
            .reverse()
            .map(({ callId }) => figures(callId, round, 1)),
        ),
      ),
    );
    const [count] = await runSql<{ n: number }>(
      url,
      `select count(*)::int as n from segments where call_id like 'many-%'`,
    );
    expect(count?.n).toBe(800);
  });

  it('distinguishes an unreachable database from a refused statement, without quoting the row', async () => {
    const nowhere = openPostgres({
      url: 'postgres://earshot:secret@127.0.0.1:1/earshot',
      poolSize: 1,
      logger: new CapturingLogger(),
    });
    await expect(nowhere.ping()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
    await nowhere.close();
    const refused = apply(segment('bad', { startMs: 'x' as never, text: 'spoken words' }));
    await expect(refused).rejects.toMatchObject({
      code: 'STORE_REFUSED',
      retryable: false,
      message: expect.not.stringContaining('spoken'),
    });
  });
});
