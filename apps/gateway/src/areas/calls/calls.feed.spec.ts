import { beforeEach, describe, expect, it } from '@jest/globals';
import { makeEvent } from '@earshot/contracts';
import { openPrincipal } from '@earshot/domain';
import type { CallView } from '@earshot/ports';
import { CapturingLogger, ManualClock } from '@earshot/testing';
import { FakeCallReader } from '../../../test/support/fake-call-reader.js';
import { FakeMetrics } from '../../../test/support/fake-process.js';
import { takeQueued } from '../../../test/support/take-queued.js';
import { aCall, asCallId, STARTED_AT_MS } from '../../../test/support/views.js';
import { Access } from '../../access/access.js';
import { FeedRegistry } from '../../feed/feed-registry.js';
import type { SubscriberQueue } from '../../feed/subscriber-queue.js';
import { updatesHandlers } from '../../handlers/updates-handlers.js';
import { GatewayMetrics } from '../../platform/gateway-metrics.js';
import { CallFeed, callSubscriptions, type CallUpdate } from './calls.feed.js';
import { NewestWords } from './newest-words.js';

const viewer = openPrincipal;

describe('CallFeed', () => {
  let clock: ManualClock;
  let reader: FakeCallReader;
  let feed: CallFeed;
  let feeds: FeedRegistry;

  beforeEach(() => {
    clock = new ManualClock(STARTED_AT_MS);
    reader = new FakeCallReader();
    const access = new Access({ teamsOf: () => [] });
    const subscriptions = callSubscriptions(access, new GatewayMetrics(new FakeMetrics(), clock), 10);
    feeds = new FeedRegistry();
    feed = feeds.addFeed(new CallFeed(reader, subscriptions, new NewestWords(), clock, new CapturingLogger()));
  });

  const announceCall = async (id: string, version: number) =>
    updatesHandlers(feeds)['row.changed'](
      makeEvent(
        'row.changed',
        asCallId(id),
        { kind: 'call', id, version },
        { id: 'event', occurredAtMs: clock.nowMs() },
      ),
    );
  const storeCall = (id: string, version: number, changes: Partial<CallView> = {}) => {
    reader.putCall(aCall(id, { version, status: 'LIVE', ...changes }));
    return announceCall(id, version);
  };
  /** Stores a state of a call and lets the feed deliver it. */
  const deliverCall = async (id: string, version: number, changes: Partial<CallView> = {}) => {
    await storeCall(id, version, changes);
    await clock.advance(600);
  };
  const takeUpdates = async (queue: SubscriberQueue<CallUpdate>) =>
    (await takeQueued(queue)).map(({ call, passesFilter }) => [call.id, call.version, passesFilter]);
  const takeVersions = async (queue: SubscriberQueue<CallUpdate>) =>
    (await takeQueued(queue)).map(({ call }) => call.version);

  it('delivers the newest state at most twice a second', async () => {
    const queue = feed.subscribe(viewer, null);
    await storeCall('busy', 1);
    await clock.advance(5);
    for (let version = 2; version <= 20; version += 1) {
      await storeCall('busy', version);
      await clock.advance(100);
    }
    await clock.advance(1_000);
    const shown = await takeVersions(queue);
    expect(reader.reads.length).toBeLessThanOrEqual(6);
    expect(shown.at(-1)).toBe(20);
  });

  it('reads many calls with one query, and each call once', async () => {
    const queue = feed.subscribe(viewer, null);
    for (let n = 0; n < 8; n += 1) await storeCall(`call-${n}`, 1);
    await clock.advance(5);
    expect(reader.reads).toEqual(['callsById:8']);
    expect(queue.size).toBe(8);
    await clock.advance(5_000);
    expect(reader.reads).toHaveLength(1);
  });

  it('delivers a call to its own subscribers and to those of all calls', async () => {
    const [one, all] = [feed.subscribe(viewer, 'a'), feed.subscribe(viewer, null)];
    await storeCall('a', 1);
    await storeCall('b', 1);
    await clock.advance(5);
    expect([one.size, all.size]).toEqual([1, 2]);
    await storeCall('b', 2, { tenant: 'elsewhere' });
    await clock.advance(600);
    expect(await takeVersions(all)).toEqual([1, 1]);
  });

  it('does not deliver an older state after a newer one', async () => {
    const queue = feed.subscribe(viewer, null);
    await storeCall('a', 5);
    await clock.advance(1_000);
    reader.putCall(aCall('a', { version: 4 }));
    await announceCall('a', 6);
    await clock.advance(1_000);
    expect(reader.reads).toHaveLength(2);
    expect(await takeVersions(queue)).toEqual([5]);
  });

  it('does not deliver a call again when its change is announced again', async () => {
    const queue = feed.subscribe(viewer, null);
    await storeCall('a', 3);
    await clock.advance(1_000);
    await storeCall('a', 3);
    await storeCall('a', 2);
    await clock.advance(1_000);
    expect(await takeVersions(queue)).toEqual([3]);
    expect(reader.reads).toHaveLength(1);
  });

  it('refuses text that cannot be a call id', () => {
    expect(() => feed.subscribe(viewer, 'a\u0000b')).toThrow('No call');
    expect(feed.openSubscriptions).toBe(0);
  });

  describe('with a filter', () => {
    const withAlert = { hasAlert: true } as const;

    it('delivers what passes, and nothing about calls that never passed', async () => {
      const queue = feed.subscribe(viewer, null, withAlert);
      await deliverCall('quiet', 1);
      await deliverCall('loud', 1);
      await deliverCall('loud', 2, { alertCount: 1 });
      await deliverCall('loud', 3, { alertCount: 2 });
      await deliverCall('quiet', 2, { status: 'ENDED' });
      expect(await takeUpdates(queue)).toEqual([['loud', 3, true]]);
    });

    it('says once that a call has stopped passing, and delivers it again when it passes again', async () => {
      const queue = feed.subscribe(viewer, null, { agentId: 'maria' });
      const taken: unknown[] = [];
      const states = ['maria', 'maria', 'james', 'james', 'maria', 'james'];
      for (const [index, agentId] of states.entries()) {
        await deliverCall('a', index + 1, { agentId });
        taken.push(...(await takeUpdates(queue)));
      }
      expect(taken).toEqual([
        ['a', 1, true],
        ['a', 2, true],
        ['a', 3, false],
        ['a', 5, true],
        ['a', 6, false],
      ]);
    });

    it('says that a call has stopped passing that a list may show from a fetch', async () => {
      await deliverCall('old', 7);
      const queue = feed.subscribe(viewer, null, { status: ['LIVE'] });
      await deliverCall('old', 8, { status: 'ENDED' });
      await deliverCall('old', 9, { status: 'ENDED' });
      expect(await takeUpdates(queue)).toEqual([['old', 8, false]]);
    });

    it('says so too when the call passed only between two reads', async () => {
      const queue = feed.subscribe(viewer, null, { status: ['LIVE'], ...withAlert });
      await deliverCall('a', 1);
      await storeCall('a', 2);
      await clock.advance(5);
      await storeCall('a', 3, { alertCount: 1 });
      await deliverCall('a', 4, { alertCount: 1, status: 'ENDED' });
      expect(await takeUpdates(queue)).toEqual([['a', 4, false]]);
    });

    it('forgets the state of a call whose changes it did not read', async () => {
      const first = feed.subscribe(viewer, null, withAlert);
      await deliverCall('a', 1);
      await first.return();
      await deliverCall('a', 2, { alertCount: 1 });
      const queue = feed.subscribe(viewer, null, withAlert);
      await deliverCall('a', 3);
      expect(await takeUpdates(queue)).toEqual([['a', 3, false]]);
    });

    it('applies the filter to one call too, and leaves subscribers without a filter alone', async () => {
      const [one, all] = [feed.subscribe(viewer, 'a', withAlert), feed.subscribe(viewer, null)];
      await deliverCall('a', 1);
      await deliverCall('b', 1, { alertCount: 1 });
      expect(await takeUpdates(one)).toEqual([]);
      expect(await takeUpdates(all)).toEqual([
        ['a', 1, true],
        ['b', 1, true],
      ]);
    });

    it('does not say that a call has stopped passing to somebody who may not see it', async () => {
      const queue = feed.subscribe(viewer, null, withAlert);
      await deliverCall('a', 5, { tenant: 'elsewhere' });
      expect(queue.size).toBe(0);
    });

    it('bounds the number of different filters, and counts only those in use', async () => {
      const queues = Array.from({ length: 10_000 }, (_, n) => feed.subscribe(viewer, null, { agentId: `agent-${n}` }));
      expect(() => feed.subscribe(viewer, null, withAlert)).toThrow('Too many different filters');
      feed.subscribe(viewer, null, { agentId: 'agent-1' });
      await queues[0]?.return();
      feed.subscribe(viewer, null, withAlert);
    });
  });
});
