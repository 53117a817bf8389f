import type { AudioFrame, CallId, EarshotEvent, EventOf } from '@earshot/contracts';
import { Failure, type CallStore } from '@earshot/ports';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { callLife, FRAME_SAMPLES, FRAMES } from './call-life.js';
import { callId, openSite, type Run, type RunOptions, type Site } from './site.js';

jest.setTimeout(120_000);

/** Two replicas, one database, one folder of recordings, a bus that brings again what was not acknowledged. */
describe('persistence with several replicas', () => {
  let site: Site;
  let whole: Buffer;
  const replica = (over: RunOptions = {}) => site.run({ isBusDurable: true, ...over });
  const playAll = async (run: Run, events: readonly EarshotEvent[]) => {
    for (const event of events) await run.handle(event);
  };
  /** Lets time pass, looking as often as it does by itself; returns how many looks failed. */
  const pass = async (run: Run, byMs: number): Promise<number> => {
    let failed = 0;
    for (let left = byMs; left > 0; left -= 5_000) {
      await run.clock.advance(Math.min(left, 5_000));
      await run.persistence.overdue.look().catch(() => (failed += 1));
    }
    return failed;
  };
  /** Begins to look, as far as that is told to: by itself it would do so beside the test. */
  const watch = ({ persistence: { overdue } }: Run) => {
    overdue.start();
    overdue.stop();
  };
  /** What a bus brings to the next owner: everything from the first message that was not acknowledged. */
  const redelivered = (run: Run, audio: readonly EarshotEvent[]) => {
    const first = audio.findIndex((event) => !run.acknowledged.includes(event));
    return first === -1 ? [] : audio.slice(first);
  };

  beforeAll(async () => {
    site = await openSite();
    const run = site.run();
    await playAll(run, Object.values(callLife(callId('whole'))).flat());
    whole = await site.recorded(callId('whole'));
    await run.persistence.close();
  });
  afterAll(() => site.stop());

  it('acknowledges audio when the recording and the store have it, in order, and the end when all is done', async () => {
    const [run, { audio }] = [replica(), callLife(callId('acks'))];
    await playAll(run, audio.slice(0, 11));
    // The beginning of a stream is saved as it comes, frames once a second.
    expect(run.acknowledged).toEqual(audio.slice(0, 1));
    await run.persistence.recorders.flush();
    expect(run.acknowledged).toEqual(audio.slice(0, 11));
    expect((await site.stores.streamRegistry.find(callId('acks')))?.positionSample).toBe(10 * FRAME_SAMPLES);
    await playAll(run, audio.slice(11));
    await run.persistence.close();
    expect(run.acknowledged).toEqual(audio);
  });

  it('holds back what the database does not know', async () => {
    let isAway = false;
    const away = () => Promise.reject(new Failure('STORE_UNAVAILABLE', 'away', { retryable: true }));
    const store = new Proxy(site.stores.callStore, {
      get: (target, name: keyof CallStore) => (isAway ? away : target[name].bind(target)),
    });
    const [run, { audio }] = [replica({ store }), callLife(callId('database away'))];
    await playAll(run, audio.slice(0, 3));
    isAway = true;
    await playAll(run, audio.slice(3, 6));
    await expect(run.persistence.recorders.flush()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(run.acknowledged).toHaveLength(1);
    isAway = false;
    await run.persistence.recorders.flush();
    expect(run.acknowledged).toEqual(audio.slice(0, 6));
    await run.persistence.close();
  });

  it.each([2, 7, 21, 24, 40, 49])(
    'goes on after SIGKILL at audio event %d with what comes again, byte for byte',
    async (at) => {
      const id = callId(`killed-${at}`);
      const { audio } = callLife(id);
      const [first, second] = [replica(), replica()];
      await playAll(first, audio.slice(0, Math.ceil(at / 2)));
      await first.persistence.recorders.flush();
      await playAll(first, audio.slice(Math.ceil(at / 2), at));
      // No close: as after SIGKILL.
      await second.persistence.recover();
      const again = redelivered(first, audio);
      expect(again.length).toBeGreaterThan(audio.length - at);
      await playAll(second, again);
      await second.persistence.close();
      expect((await site.recorded(id)).equals(whole)).toBe(true);
      expect(redelivered(second, again)).toEqual([]);
      expect(await site.stores.streamRegistry.find(id)).toMatchObject({
        positionSample: FRAMES * FRAME_SAMPLES,
        nextSequence: FRAMES,
      });
      await first.persistence.close();
    },
  );

  it('lets go of a lost call: nothing of it is written or acknowledged any more, and it can come back', async () => {
    const id = callId('lost');
    const { audio } = callLife(id);
    const [first, second] = [replica(), replica()];
    await playAll(first, audio.slice(0, 8));
    const header = (await site.recorded(id)).subarray(0, 44);
    first.lose();
    await first.persistence.recorders.flush();
    await first.persistence.recorders.closeIdle(Number.MAX_SAFE_INTEGER);
    expect(first.acknowledged).toHaveLength(1);
    expect(await site.stores.streamRegistry.find(id)).toMatchObject({ positionSample: 0 });
    expect((await site.recorded(id)).subarray(0, 44).equals(header)).toBe(true);
    await playAll(second, audio.slice(1, 30));
    second.lose();
    // Back again: what is in the store and in the file counts, not what was in memory.
    await playAll(first, audio.slice(1));
    await first.persistence.close();
    await second.persistence.close();
    expect((await site.recorded(id)).equals(whole)).toBe(true);
    expect(new Set(redelivered(first, audio.slice(1)))).toEqual(new Set());
  });

  it('refuses what comes by an ownership that is over, also where it was asked for before', async () => {
    let release = () => {};
    const store = new Proxy(site.stores.callStore, {
      get: (target, name: keyof CallStore) =>
        name !== 'find'
          ? target[name].bind(target)
          : async (wanted: CallId) => {
              await new Promise<void>((resolve) => (release = resolve));
              return target.find(wanted);
            },
    });
    const [run, { audio }] = [replica({ store }), callLife(callId('too late'))];
    const handling = run.handle(audio[1] as EarshotEvent);
    run.lose();
    release();
    await expect(handling).rejects.toMatchObject({ code: 'PARTITION_LOST', retryable: true });
    expect(await site.recordings().find(callId('too late'))).toBeNull();
    expect(run.acknowledged).toEqual([]);
    await run.persistence.close();
  });

  it('a replica that stood still and writes on does its successor no harm', async () => {
    const id = callId('zombie');
    const { audio } = callLife(id);
    const [zombie, successor] = [replica(), replica()];
    await playAll(zombie, audio.slice(0, 15));
    await playAll(successor, audio.slice(1, 40));
    // It was not told yet: it handles what it had fetched, saves, and closes.
    await playAll(zombie, audio.slice(15, 25));
    await zombie.persistence.recorders.flush();
    await zombie.persistence.recorders.settle();
    await playAll(successor, audio.slice(40));
    await zombie.persistence.close();
    await successor.persistence.close();
    expect((await site.recorded(id)).equals(whole)).toBe(true);
    expect(await site.stores.streamRegistry.find(id)).toMatchObject({ positionSample: FRAMES * FRAME_SAMPLES });
  });

  it('does not touch the live recordings of others when it starts', async () => {
    const id = callId('of another');
    const { audio } = callLife(id);
    const [owner, starting] = [replica(), replica()];
    await playAll(owner, audio.slice(0, 12));
    const before = [await site.recorded(id), await site.stores.streamRegistry.find(id)];
    await starting.persistence.recover();
    watch(starting);
    await pass(starting, 20_000);
    expect([await site.recorded(id), await site.stores.streamRegistry.find(id)]).toEqual(before);
    await starting.persistence.close();
    await owner.persistence.close();
  });

  describe('and calls that seem to be over', () => {
    const started = async (run: Run, id: CallId, ended = false) => {
      const { lifecycle, audio } = callLife(id);
      await playAll(run, [...audio.slice(0, 3), ...lifecycle.slice(0, ended ? 3 : 1)]);
      await run.persistence.recorders.flush();
      return audio.filter((event): event is AudioFrame => event.type === 'audio.frame').slice(2);
    };
    const status = async (id: CallId) => (await site.view(id)).status;

    it.each([false, true])(
      'does not give up a call that another replica records, announced as ended: %s',
      async (ended) => {
        const id = callId(`recorded elsewhere ${ended}`);
        const [owner, other] = [replica(), replica()];
        watch(other);
        const frames = await started(owner, id, ended);
        for (let at = 0; at < 14; at++) {
          await pass(other, 10_000);
          await owner.clock.advance(10_000);
          await owner.handle(frames[at] as AudioFrame);
          await owner.persistence.recorders.flush();
        }
        expect(await status(id)).toBe('LIVE');
        await pass(other, 130_000);
        expect(await status(id)).toBe(ended ? 'ENDED' : 'INTERRUPTED');
        await Promise.all([owner, other].map(({ persistence }) => persistence.close()));
      },
    );

    it('waits until others had time to take a dead replica over', async () => {
      const id = callId('owner died');
      const [owner, other] = [replica(), replica()];
      watch(other);
      await started(owner, id);
      await pass(other, 85_000);
      expect(await status(id)).toBe('LIVE');
      await pass(other, 15_000);
      expect(await status(id)).toBe('INTERRUPTED');
      await Promise.all([owner, other].map(({ persistence }) => persistence.close()));
    });

    it('does not take a database that was away, or a clock that jumped, for silence', async () => {
      const id = callId('database was away');
      let isAway = false;
      const away = () => Promise.reject(new Failure('STORE_UNAVAILABLE', 'away', { retryable: true }));
      const store = new Proxy(site.stores.callStore, {
        get: (target, name: keyof CallStore) =>
          isAway && name === 'findAbandonedCalls' ? away : target[name].bind(target),
      });
      const [owner, other] = [replica(), replica({ store })];
      watch(other);
      await started(owner, id);
      await pass(other, 60_000);
      isAway = true;
      expect(await pass(other, 60_000)).toBeGreaterThan(0);
      isAway = false;
      await pass(other, 55_000);
      expect(await status(id)).toBe('LIVE');
      await other.clock.advance(3_600_000);
      await pass(other, 60_000);
      expect(await status(id)).toBe('LIVE');
      await pass(other, 40_000);
      expect(await status(id)).toBe('INTERRUPTED');
      await Promise.all([owner, other].map(({ persistence }) => persistence.close()));
    });
  });

  describe('when it dies between commit and announcement', () => {
    const told = (run: Run, id: CallId) =>
      run.bus.told.filter(({ callId: of }) => of === id).map(({ data }) => `${data.kind} ${data.id} ${data.version}`);

    it('the same message announces what was committed', async () => {
      const id = callId('not announced');
      const life = callLife(id);
      const events = [...life.lifecycle, ...life.insight, ...life.audio];
      for (const event of events) {
        const dying = replica();
        dying.bus.publish = () => Promise.reject(new Failure('BUS_UNAVAILABLE', 'gone', { retryable: true }));
        const isPartial = event.type === 'segment.enriched' && event.data.isPartial;
        // A frame by itself says nothing new to those who look at the call.
        const isQuiet = isPartial || event.type === 'audio.frame';
        const died = await dying.handle(event).then(
          () => false,
          () => true,
        );
        expect([event.type, died]).toEqual([event.type, !isQuiet]);
        const next = replica();
        await next.handle(event);
        await next.persistence.recorders.flush();
        await Promise.all([dying, next].map(({ persistence }) => persistence.close()));
        if (isQuiet) continue;
        const of = event as EventOf<'segment.enriched'>;
        const row =
          event.type === 'segment.enriched' ? `segment ${of.data.segmentId} ${of.data.revision}` : `call ${id}`;
        expect(told(next, id).filter((line) => line.startsWith(row)).length).toBeGreaterThan(0);
      }
      const { version, status } = await site.view(id);
      const last = replica();
      await last.handle(life.audio.at(-1) as EarshotEvent);
      expect(told(last, id)).toEqual([`call ${id} ${version}`]);
      expect(status).toBe('ENDED');
      await last.persistence.close();
    });

    it('a call that was given up is announced when the bus is back', async () => {
      const id = callId('given up unheard');
      const run = replica();
      watch(run);
      await playAll(run, [...callLife(id).audio.slice(0, 3), ...callLife(id).lifecycle.slice(0, 1)]);
      await run.persistence.recorders.flush();
      const publish = run.bus.publish.bind(run.bus);
      await pass(run, 85_000);
      run.bus.publish = () => Promise.reject(new Failure('BUS_UNAVAILABLE', 'gone', { retryable: true }));
      expect(await pass(run, 20_000)).toBeGreaterThan(0);
      expect((await site.view(id)).status).toBe('INTERRUPTED');
      run.bus.publish = publish;
      run.bus.told.length = 0;
      await pass(run, 5_000);
      expect(told(run, id)).toEqual([`call ${id} ${(await site.view(id)).version}`]);
      await run.persistence.close();
    });
  });
});
