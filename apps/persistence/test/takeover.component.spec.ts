import type { AudioFrame, CallId, EarshotEvent, EventOf } from '@earshot/contracts';
import { Failure, type CallStore } from '@earshot/ports';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { callLife, FRAME_SAMPLES, FRAMES } from './call-life.js';
import { callId, openTestStorage, type TestReplica, type ReplicaOptions, type TestStorage } from './test-storage.js';

jest.setTimeout(120_000);

/** Two replicas, one database, one directory of recordings, and a bus that redelivers unacknowledged messages. */
describe('persistence with several replicas', () => {
  let storage: TestStorage;
  let whole: Buffer;
  const startReplica = (over: ReplicaOptions = {}) => storage.startReplica({ isBusDurable: true, ...over });
  const handleAll = async (replica: TestReplica, events: readonly EarshotEvent[]) => {
    for (const event of events) await replica.handle(event);
  };
  /** Advances the clock and checks for abandoned calls as often as the service does. Returns how many checks failed. */
  const passTime = async (replica: TestReplica, byMs: number): Promise<number> => {
    let failed = 0;
    for (let left = byMs; left > 0; left -= 5_000) {
      await replica.clock.advance(Math.min(left, 5_000));
      await replica.persistence.completer.completeAbandonedCalls().catch(() => (failed += 1));
    }
    return failed;
  };
  /** Starts the time of the checks, but leaves the checks to the test. */
  const startChecks = ({ persistence: { completer } }: TestReplica) => {
    completer.start();
    completer.stop();
  };
  /** What a bus delivers to the next owner: all messages from the first unacknowledged one on. */
  const findRedelivered = (replica: TestReplica, audio: readonly EarshotEvent[]) => {
    const first = audio.findIndex((event) => !replica.acknowledged.includes(event));
    return first === -1 ? [] : audio.slice(first);
  };

  beforeAll(async () => {
    storage = await openTestStorage();
    const replica = storage.startReplica();
    await handleAll(replica, Object.values(callLife(callId('whole'))).flat());
    whole = await storage.recorded(callId('whole'));
    await replica.persistence.close();
  });
  afterAll(() => storage.stop());

  it('acknowledges audio in order when recording and database have it, and the end when the recording is finished', async () => {
    const [replica, { audio }] = [startReplica(), callLife(callId('acks'))];
    await handleAll(replica, audio.slice(0, 11));
    // The start of a stream is saved at once, frames once a second.
    expect(replica.acknowledged).toEqual(audio.slice(0, 1));
    await replica.persistence.recordings.saveProgress();
    expect(replica.acknowledged).toEqual(audio.slice(0, 11));
    expect((await storage.stores.streamRegistry.find(callId('acks')))?.positionSample).toBe(10 * FRAME_SAMPLES);
    await handleAll(replica, audio.slice(11));
    await replica.persistence.close();
    expect(replica.acknowledged).toEqual(audio);
  });

  it('does not acknowledge audio that the database does not know', async () => {
    let isUnavailable = false;
    const reject = () => Promise.reject(new Failure('STORE_UNAVAILABLE', 'away', { retryable: true }));
    const store = new Proxy(storage.stores.callStore, {
      get: (target, name: keyof CallStore) => (isUnavailable ? reject : target[name].bind(target)),
    });
    const [replica, { audio }] = [startReplica({ store }), callLife(callId('database away'))];
    await handleAll(replica, audio.slice(0, 3));
    isUnavailable = true;
    await handleAll(replica, audio.slice(3, 6));
    await expect(replica.persistence.recordings.saveProgress()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(replica.acknowledged).toHaveLength(1);
    isUnavailable = false;
    await replica.persistence.recordings.saveProgress();
    expect(replica.acknowledged).toEqual(audio.slice(0, 6));
    await replica.persistence.close();
  });

  it.each([2, 7, 21, 24, 40, 49])(
    'continues after SIGKILL at audio event %d with the redelivered messages, byte for byte',
    async (at) => {
      const id = callId(`killed-${at}`);
      const { audio } = callLife(id);
      const [first, second] = [startReplica(), startReplica()];
      await handleAll(first, audio.slice(0, Math.ceil(at / 2)));
      await first.persistence.recordings.saveProgress();
      await handleAll(first, audio.slice(Math.ceil(at / 2), at));
      // No close: as after SIGKILL.
      await second.persistence.recoverRecordings();
      const again = findRedelivered(first, audio);
      expect(again.length).toBeGreaterThan(audio.length - at);
      await handleAll(second, again);
      await second.persistence.close();
      expect((await storage.recorded(id)).equals(whole)).toBe(true);
      expect(findRedelivered(second, again)).toEqual([]);
      expect(await storage.stores.streamRegistry.find(id)).toMatchObject({
        positionSample: FRAMES * FRAME_SAMPLES,
        nextSequence: FRAMES,
      });
      await first.persistence.close();
    },
  );

  it('writes and acknowledges nothing of a call whose partition was lost, until the partition comes back', async () => {
    const id = callId('lost');
    const { audio } = callLife(id);
    const [first, second] = [startReplica(), startReplica()];
    await handleAll(first, audio.slice(0, 8));
    const header = (await storage.recorded(id)).subarray(0, 44);
    first.losePartition();
    await first.persistence.recordings.saveProgress();
    await first.persistence.recordings.closeIdleRecorders(Number.MAX_SAFE_INTEGER);
    expect(first.acknowledged).toHaveLength(1);
    expect(await storage.stores.streamRegistry.find(id)).toMatchObject({ positionSample: 0 });
    expect((await storage.recorded(id)).subarray(0, 44).equals(header)).toBe(true);
    await handleAll(second, audio.slice(1, 30));
    second.losePartition();
    // The partition is back: the store and the file count, not what was in memory.
    await handleAll(first, audio.slice(1));
    await first.persistence.close();
    await second.persistence.close();
    expect((await storage.recorded(id)).equals(whole)).toBe(true);
    expect(new Set(findRedelivered(first, audio.slice(1)))).toEqual(new Set());
  });

  it('rejects a message of a lost ownership, even when it was lost during the query', async () => {
    let release = () => {};
    const store = new Proxy(storage.stores.callStore, {
      get: (target, name: keyof CallStore) =>
        name !== 'find'
          ? target[name].bind(target)
          : async (wanted: CallId) => {
              await new Promise<void>((resolve) => (release = resolve));
              return target.find(wanted);
            },
    });
    const [replica, { audio }] = [startReplica({ store }), callLife(callId('too late'))];
    const handling = replica.handle(audio[1] as EarshotEvent);
    replica.losePartition();
    release();
    await expect(handling).rejects.toMatchObject({ code: 'CALL_HANDED_OVER', retryable: true });
    expect(await storage.recordings().find(callId('too late'))).toBeNull();
    expect(replica.acknowledged).toEqual([]);
    await replica.persistence.close();
  });

  it('is not harmed by a former owner that stood still and continues to write', async () => {
    const id = callId('zombie');
    const { audio } = callLife(id);
    const [zombie, successor] = [startReplica(), startReplica()];
    await handleAll(zombie, audio.slice(0, 15));
    await handleAll(successor, audio.slice(1, 40));
    // The former owner does not know yet: it handles what it had fetched, saves and closes.
    await handleAll(zombie, audio.slice(15, 25));
    await zombie.persistence.recordings.saveProgress();
    await zombie.persistence.recordings.drainRecorders();
    await handleAll(successor, audio.slice(40));
    await zombie.persistence.close();
    await successor.persistence.close();
    expect((await storage.recorded(id)).equals(whole)).toBe(true);
    expect(await storage.stores.streamRegistry.find(id)).toMatchObject({ positionSample: FRAMES * FRAME_SAMPLES });
  });

  it('does not touch the live recordings of other replicas when it starts', async () => {
    const id = callId('of another');
    const { audio } = callLife(id);
    const [owner, starting] = [startReplica(), startReplica()];
    await handleAll(owner, audio.slice(0, 12));
    const before = [await storage.recorded(id), await storage.stores.streamRegistry.find(id)];
    await starting.persistence.recoverRecordings();
    startChecks(starting);
    await passTime(starting, 20_000);
    expect([await storage.recorded(id), await storage.stores.streamRegistry.find(id)]).toEqual(before);
    await starting.persistence.close();
    await owner.persistence.close();
  });

  describe('calls that seem to be abandoned', () => {
    const started = async (replica: TestReplica, id: CallId, ended = false) => {
      const { lifecycle, audio } = callLife(id);
      await handleAll(replica, [...audio.slice(0, 3), ...lifecycle.slice(0, ended ? 3 : 1)]);
      await replica.persistence.recordings.saveProgress();
      return audio.filter((event): event is AudioFrame => event.type === 'audio.frame').slice(2);
    };
    const status = async (id: CallId) => (await storage.view(id)).status;

    it.each([false, true])(
      'does not complete a call that another replica records; its end is known: %s',
      async (ended) => {
        const id = callId(`recorded elsewhere ${ended}`);
        const [owner, other] = [startReplica(), startReplica()];
        startChecks(other);
        const frames = await started(owner, id, ended);
        for (let at = 0; at < 14; at++) {
          await passTime(other, 10_000);
          await owner.clock.advance(10_000);
          await owner.handle(frames[at] as AudioFrame);
          await owner.persistence.recordings.saveProgress();
        }
        expect(await status(id)).toBe('LIVE');
        await passTime(other, 130_000);
        expect(await status(id)).toBe(ended ? 'ENDED' : 'INTERRUPTED');
        await Promise.all([owner, other].map(({ persistence }) => persistence.close()));
      },
    );

    it('waits until other replicas had time to take over the calls of a dead one', async () => {
      const id = callId('owner died');
      const [owner, other] = [startReplica(), startReplica()];
      startChecks(other);
      await started(owner, id);
      await passTime(other, 85_000);
      expect(await status(id)).toBe('LIVE');
      await passTime(other, 15_000);
      expect(await status(id)).toBe('INTERRUPTED');
      await Promise.all([owner, other].map(({ persistence }) => persistence.close()));
    });

    it('does not mistake an unavailable database or a jump of the clock for silence', async () => {
      const id = callId('database was away');
      let isUnavailable = false;
      const reject = () => Promise.reject(new Failure('STORE_UNAVAILABLE', 'away', { retryable: true }));
      const store = new Proxy(storage.stores.callStore, {
        get: (target, name: keyof CallStore) =>
          isUnavailable && name === 'findAbandonedCalls' ? reject : target[name].bind(target),
      });
      const [owner, other] = [startReplica(), startReplica({ store })];
      startChecks(other);
      await started(owner, id);
      await passTime(other, 60_000);
      isUnavailable = true;
      expect(await passTime(other, 60_000)).toBeGreaterThan(0);
      isUnavailable = false;
      await passTime(other, 55_000);
      expect(await status(id)).toBe('LIVE');
      await other.clock.advance(3_600_000);
      await passTime(other, 60_000);
      expect(await status(id)).toBe('LIVE');
      await passTime(other, 40_000);
      expect(await status(id)).toBe('INTERRUPTED');
      await Promise.all([owner, other].map(({ persistence }) => persistence.close()));
    });
  });

  describe('a replica that dies between commit and announcement', () => {
    const findChanges = (replica: TestReplica, id: CallId) =>
      replica.bus.changes
        .filter(({ callId: of }) => of === id)
        .map(({ data }) => `${data.kind} ${data.id} ${data.version}`);

    it('announces the commit when the same message comes again', async () => {
      const id = callId('not announced');
      const life = callLife(id);
      const events = [...life.lifecycle, ...life.insight, ...life.audio];
      for (const event of events) {
        const dying = startReplica();
        dying.bus.publish = () => Promise.reject(new Failure('BUS_UNAVAILABLE', 'gone', { retryable: true }));
        const isPartial = event.type === 'segment.enriched' && event.data.isPartial;
        // Neither a partial nor a single frame changes a row that is announced.
        const isQuiet = isPartial || event.type === 'audio.frame';
        const died = await dying.handle(event).then(
          () => false,
          () => true,
        );
        expect([event.type, died]).toEqual([event.type, !isQuiet]);
        const next = startReplica();
        await next.handle(event);
        await next.persistence.recordings.saveProgress();
        await Promise.all([dying, next].map(({ persistence }) => persistence.close()));
        if (isQuiet) continue;
        const of = event as EventOf<'segment.enriched'>;
        const row =
          event.type === 'segment.enriched' ? `segment ${of.data.segmentId} ${of.data.revision}` : `call ${id}`;
        expect(findChanges(next, id).filter((line) => line.startsWith(row)).length).toBeGreaterThan(0);
      }
      const { version, status } = await storage.view(id);
      const last = startReplica();
      await last.handle(life.audio.at(-1) as EarshotEvent);
      expect(findChanges(last, id)).toEqual([`call ${id} ${version}`]);
      expect(status).toBe('ENDED');
      await last.persistence.close();
    });

    it('announces a forced completion when the bus is back', async () => {
      const id = callId('completed unannounced');
      const replica = startReplica();
      startChecks(replica);
      await handleAll(replica, [...callLife(id).audio.slice(0, 3), ...callLife(id).lifecycle.slice(0, 1)]);
      await replica.persistence.recordings.saveProgress();
      const publish = replica.bus.publish.bind(replica.bus);
      await passTime(replica, 85_000);
      replica.bus.publish = () => Promise.reject(new Failure('BUS_UNAVAILABLE', 'gone', { retryable: true }));
      expect(await passTime(replica, 20_000)).toBeGreaterThan(0);
      expect((await storage.view(id)).status).toBe('INTERRUPTED');
      replica.bus.publish = publish;
      replica.bus.changes.length = 0;
      await passTime(replica, 5_000);
      expect(findChanges(replica, id)).toEqual([`call ${id} ${(await storage.view(id)).version}`]);
      await replica.persistence.close();
    });
  });
});
