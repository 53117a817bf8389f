import { describe, expect, it } from '@jest/globals';
import { Failure, type SpeechEngine } from '@earshot/ports';
import { CapturingLogger } from '@earshot/testing';
import { ModelOffer, type OfferedModel } from './model-offer.js';

class FakeEngine implements SpeechEngine {
  readonly sampleRateHz = 16_000;
  isClosed = false;
  constructor(readonly name: string) {}
  open(): Promise<never> {
    return Promise.reject(new Error('not used'));
  }
  async close(): Promise<void> {
    this.isClosed = true;
  }
}

type FakeModel = OfferedModel<string, FakeEngine>;

describe('the offer of an engine with a model', () => {
  const newRun = (mayFetchModels = true) => {
    const logger = new CapturingLogger();
    const offer = new ModelOffer({ logger, mayFetchModels });
    const engines: FakeEngine[] = [];
    const model = (name: string, changes: Partial<FakeModel> = {}): FakeModel => ({
      name,
      findInstalled: async () => null,
      findObstacle: async () => null,
      fetch: async () => `/models/${name}`,
      start: async (files) => {
        engines.push(new FakeEngine(files));
        return engines.at(-1) as FakeEngine;
      },
      ...changes,
    });
    const installed = { findInstalled: async () => '/models/installed' };
    const messages = () => logger.lines.map(({ message }) => message);
    /** Resolves when the background work has ended. */
    const settle = async () => {
      for (let n = 0; n < 50; n += 1) await Promise.resolve();
    };
    return { offer, model, installed, engines, messages, settle };
  };
  const unloadable = { start: () => Promise.reject(new Failure('SPEECH_ENGINE_CRASHED', 'it ended')) };

  it('starts with an installed model and fetches nothing', async () => {
    const { offer, model, installed, messages } = newRun();
    await offer.obtain(model('base', { ...installed, fetch: () => Promise.reject(new Error('not wanted')) }));
    expect(offer.current()).toMatchObject({
      engine: { name: '/models/installed' },
      reason: 'its model base is installed',
    });
    expect(messages()).toEqual([]);
  });

  it('fetches a missing model in the background and says so when the engine has started', async () => {
    const { offer, model, messages, settle } = newRun();
    let arrive = (_: string) => {};
    await offer.obtain(model('base', { fetch: () => new Promise<string>((resolve) => (arrive = resolve)) }));
    expect(offer.current()).toMatchObject({ engine: null, isComing: true });
    expect(messages()).toEqual([]);
    arrive('/models/base');
    await settle();
    expect(offer.current()).toMatchObject({ engine: { name: '/models/base' }, reason: 'its model base is installed' });
    expect(messages()).toEqual(['speech model fetched']);
  });

  it('does not call a model fetched that does not load', async () => {
    const { offer, model, messages, settle } = newRun();
    await offer.obtain(model('base', unloadable));
    await settle();
    expect(offer.current()).toEqual({ engine: null, reason: 'its model base does not load: it ended' });
    expect(messages()).toEqual(['a speech model does not load']);
  });

  it.each([
    [false, {}, 'its model base is not installed'],
    [true, { findObstacle: async () => 'the host is away' }, 'its model base is not installed, and the host is away'],
  ])('has no engine without a way to a model (%j, %j)', async (mayFetch, changes, reason) => {
    const { offer, model } = newRun(mayFetch);
    await offer.obtain(model('base', changes));
    expect(offer.current()).toEqual({ engine: null, reason });
  });

  it('says why a fetch failed', async () => {
    const { offer, model, messages, settle } = newRun();
    await offer.obtain(model('base', { fetch: () => Promise.reject(new Error('disk full')) }));
    await settle();
    expect(offer.current()).toEqual({ engine: null, reason: 'its model base could not be fetched: disk full' });
    expect(messages()).toEqual(['a speech model could not be fetched']);
  });

  describe('when another model suits the machine better', () => {
    const why = 'base takes 200 ms for a second of sound here, more than 50 ms';

    it('closes the first engine and takes the other model', async () => {
      const { offer, model, installed, engines } = newRun();
      const tiny = model('tiny', { ...installed, why });
      await offer.obtain(model('base', { ...installed, findBetter: () => tiny }));
      expect(engines.map(({ isClosed }) => isClosed)).toEqual([true, false]);
      expect(offer.current()).toMatchObject({ engine: engines[1], reason: `its model tiny is installed; ${why}` });
    });

    it('fetches it without holding the start up', async () => {
      const { offer, model, installed, settle } = newRun();
      let arrive = (_: string) => {};
      const tiny = model('tiny', { why, fetch: () => new Promise<string>((resolve) => (arrive = resolve)) });
      await offer.obtain(model('base', { ...installed, findBetter: () => tiny }));
      expect(offer.current()).toMatchObject({ engine: null, isComing: true });
      arrive('/models/tiny');
      await settle();
      expect(offer.current()).toMatchObject({ engine: { name: '/models/tiny' } });
    });

    it.each([
      ['cannot be fetched', { findObstacle: async () => 'the host is away' }],
      ['is not fetched to the end', { fetch: () => Promise.reject(new Error('disk full')) }],
      ['does not load', unloadable],
    ])('keeps the first model where the other one %s', async (_, changes) => {
      const { offer, model, installed, engines, settle } = newRun();
      const tiny = model('tiny', { why, ...changes });
      await offer.obtain(model('base', { ...installed, findBetter: () => tiny }));
      await settle();
      expect(offer.current()).toMatchObject({
        engine: engines.at(-1),
        reason: expect.stringMatching(
          /^its model base is installed; its model tiny (is not installed|could not be|does not)/,
        ),
      });
      expect(engines.at(-1)?.isClosed).toBe(false);
    });
  });

  it('stops a fetch on close and closes the engine', async () => {
    const { offer, model, installed, engines, messages } = newRun();
    const untilAborted = (signal: AbortSignal) =>
      new Promise<string>((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
    await offer.obtain(model('base', { fetch: untilAborted }));
    await offer.close();
    expect(messages()).toEqual([]);
    const other = newRun();
    await other.offer.obtain(other.model('base', installed));
    await other.offer.close();
    expect(other.engines[0]?.isClosed).toBe(true);
    expect(engines).toEqual([]);
  });
});
