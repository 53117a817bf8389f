import { describe, expect, it } from '@jest/globals';
import type { CallId } from '@earshot/contracts';
import type { SpeechStreamOptions } from '@earshot/ports';
import { ManualClock, speechEngineConformance } from '@earshot/testing';
import { ScriptedSpeechEngine } from './scripted/scripted.speech-engine.js';
import { withQuota, type EngineQuota } from './with-quota.js';

const none: EngineQuota = { maxStreams: undefined, startsPerSecond: undefined, tracksPerStream: 1 };
const limit = (quota: Partial<EngineQuota>, clock = new ManualClock()) =>
  withQuota(new ScriptedSpeechEngine({}), { ...none, ...quota }, clock);
const of = (callId: string, more: Partial<SpeechStreamOptions> = {}): SpeechStreamOptions => ({
  callId: callId as CallId,
  track: 0,
  trackCount: 2,
  sampleRateHz: 8_000,
  language: 'en-US',
  startMs: 0,
  onResult: () => undefined,
  onFailure: () => undefined,
  ...more,
});
const isFull = { code: 'SPEECH_ENGINE_FULL', retryable: true };

describe('an engine with a quota conforms to the port', () => {
  it.each(speechEngineConformance)('$promise', ({ run }) =>
    run(() => ({
      engine: limit({ maxStreams: 8 }),
      speech: new Int16Array(Math.round(13.3 * 8_000)),
      sampleRateHz: 8_000,
      script: 'generated:conformance',
      patienceMs: 1_000,
    })),
  );
});

it('says what a minute of its audio costs', () => {
  expect(limit({ pricePerMinute: 0.024 }).pricePerMinute).toBe(0.024);
  expect(limit({ maxStreams: 1 }).pricePerMinute).toBeUndefined();
});

describe('a part of a quota', () => {
  it('limits the streams as it changes', async () => {
    let maxStreams = 5;
    const engine = limit({ maxStreams: 5, findLimits: () => ({ ...none, maxStreams }) });
    const streams = [await engine.open(of('one')), await engine.open(of('two'))];
    expect(engine.isFull).toBe(false);
    expect(engine.openStreams).toBe(2);
    maxStreams = 2;
    expect(engine.isFull).toBe(true);
    await expect(engine.open(of('three'))).rejects.toMatchObject(isFull);
    for (const stream of streams) await stream.end();
    expect(engine.openStreams).toBe(0);
  });

  it('limits the starts as it changes', async () => {
    const clock = new ManualClock();
    let startsPerSecond = 0;
    const engine = limit({ startsPerSecond: 4, findLimits: () => ({ ...none, startsPerSecond }) }, clock);
    await expect(engine.open(of('none'))).rejects.toMatchObject(isFull);
    startsPerSecond = 2;
    let opened = 0;
    const count = () => void (opened += 1);
    const opening = ['one', 'two', 'three'].map((id) => engine.open(of(id)).then(count));
    await clock.advance(499);
    expect(opened).toBe(1);
    await clock.advance(1);
    expect(opened).toBe(2);
    await clock.advance(500);
    expect(opened).toBe(3);
    await Promise.all(opening);
  });
});

describe('the limit of streams', () => {
  it('refuses a stream beyond it until one ends, aborts or fails to open', async () => {
    const engine = limit({ maxStreams: 2 });
    const first = await engine.open(of('one'));
    expect(engine.isFull).toBe(false);
    await expect(engine.open(of('broken', { script: 'unknown' }))).rejects.toMatchObject({
      code: 'SPEECH_SCRIPT_UNKNOWN',
    });
    const second = await engine.open(of('two'));
    expect(engine.isFull).toBe(true);
    await expect(engine.open(of('three'))).rejects.toMatchObject(isFull);
    await first.end();
    await first.abort();
    const third = await engine.open(of('three'));
    await expect(engine.open(of('four'))).rejects.toMatchObject(isFull);
    await second.abort();
    await engine.open(of('four'));
    await third.end();
  });

  it('gives a stream back that the provider loses', async () => {
    const engine = limit({ maxStreams: 1 });
    const failures: Error[] = [];
    const script = 'generated:lost:2:fault=close@1';
    const stream = await engine.open(of('one', { script, onFailure: (error) => void failures.push(error) }));
    for (let ms = 0; failures.length === 0 && ms < 10_000; ms += 100) {
      await stream.write(new Int16Array(800)).catch(() => undefined);
    }
    expect(failures).toHaveLength(1);
    expect(engine.isFull).toBe(false);
  });

  it('counts tracks once that share a stream, and recorded ones each', async () => {
    const engine = limit({ maxStreams: 2, tracksPerStream: 2 });
    const streams = await Promise.all([0, 1].map((track) => engine.open(of('pair', { track }))));
    expect(engine.isFull).toBe(false);
    const recorded = await engine.open(of('pair', { isRecorded: true }));
    await expect(engine.open(of('pair', { track: 1, isRecorded: true }))).rejects.toMatchObject(isFull);
    await recorded.end();
    await streams[0]?.end();
    await engine.open(of('other', { track: 2, trackCount: 3 }));
    expect(engine.isFull).toBe(true);
    await streams[1]?.end();
    expect(engine.isFull).toBe(false);
  });
});

describe('the limit of starts', () => {
  it('lets starts wait for their turn, and refuses those that would wait for more than five seconds', async () => {
    const clock = new ManualClock();
    const engine = limit({ startsPerSecond: 2 }, clock);
    const opened: number[] = [];
    const starts = Array.from({ length: 12 }, (_, at) =>
      engine.open(of(`call-${at}`)).then(
        () => void opened.push(at),
        (error: unknown) => error,
      ),
    );
    await clock.advance(0);
    expect(opened).toEqual([0]);
    await clock.advance(1_000);
    expect(opened).toEqual([0, 1, 2]);
    await clock.advance(4_000);
    const outcomes = await Promise.all(starts);
    expect(opened).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(outcomes[11]).toMatchObject(isFull);
    expect(engine.isFull).toBe(false);
  });
});
