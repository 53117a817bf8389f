import { describe, expect, it } from '@jest/globals';
import type { SpeechEngineReport, SpeechReadiness } from '@earshot/ports';
import { CapturingLogger, ManualClock } from '@earshot/testing';
import { ReadinessPublisher } from './readiness-publisher.js';

describe('ReadinessPublisher', () => {
  it('publishes a change of the engine soon, an unchanged one every 30 s, and removes itself', async () => {
    const clock = new ManualClock();
    const published: (SpeechReadiness | 'removed')[] = [];
    let isInstalled = false;
    let isHealthy = true;
    let isStoreAway = false;
    const engine = { name: 'tone', sampleRateHz: null, open: () => Promise.reject(new Error()), close: async () => {} };
    const described = (isHealthy: boolean): SpeechEngineReport => ({
      name: 'tone',
      capabilities: {
        audioGoesTo: 'a test',
        languages: 'any',
        partials: true,
        wordTimes: 'measured',
        confidence: false,
        customVocabulary: false,
        redaction: false,
        diarisation: false,
      },
      isConfigured: true,
      isHealthy,
      reason: 'a test',
    });
    const shared: unknown[] = [];
    const ofOther = [described(true)];
    const engines = {
      sharesQuotas: true,
      shareQuotas: (...claims: readonly unknown[]) => void shared.push(claims),
      describe: () => [described(isHealthy)],
      choose: () => (isInstalled ? { engine, reason: 'installed' } : { engine: null, reason: 'not installed' }),
    };
    const store = {
      publish: async (_id: string, readiness: SpeechReadiness) => void published.push(readiness),
      findLive: async () => {
        if (isStoreAway) throw new Error('away');
        return ['one', 'two'].map((processId) => ({ processId, engine: null, reason: '', engines: ofOther }));
      },
      remove: async () => void published.push('removed'),
    };
    const publisher = new ReadinessPublisher(engines, store, {
      processId: 'one',
      clock,
      logger: new CapturingLogger(),
    });
    publisher.start();
    await clock.advance(0);
    await clock.advance(25_000);
    const none = { engine: null, reason: 'not installed', engines: [described(true)] };
    expect(published).toEqual([none]);
    // Before the read and after it, each time: what it published, and the reports of the other process.
    expect(shared).toEqual(Array(12).fill([[described(true)], [ofOther]]));
    isStoreAway = true;
    await clock.advance(5_000);
    expect(published).toEqual([none, none]);
    expect(shared).toHaveLength(12);
    isInstalled = true;
    await clock.advance(5_000);
    expect(published.at(-1)).toEqual({ engine: 'tone', reason: 'installed', engines: [described(true)] });
    isHealthy = false;
    await clock.advance(5_000);
    expect(published.at(-1)).toEqual({ engine: 'tone', reason: 'installed', engines: [described(false)] });
    await publisher.stop();
    expect(published).toHaveLength(5);
    expect(published.at(-1)).toBe('removed');
    await clock.advance(60_000);
    expect(published).toHaveLength(5);
  });
});
