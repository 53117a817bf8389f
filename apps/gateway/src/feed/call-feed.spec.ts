import { beforeEach, describe, expect, it } from '@jest/globals';
import { makeEvent } from '@earshot/contracts';
import type { CallView, SegmentView } from '@earshot/ports';
import { CapturingLogger, ManualClock } from '@earshot/testing';
import { FakeCallReader } from '../../test/support/fake-call-reader.js';
import { FakeMetrics } from '../../test/support/fake-process.js';
import { aCall, aSegment, asCallId, enriched, STARTED_AT_MS } from '../../test/support/views.js';
import type { Access } from '../access/access.js';
import { openAccess } from '../access/open-access.js';
import { GatewayMetrics } from '../gateway.metrics.js';
import { CallFeed } from './call-feed.js';
import type { SubscriberQueue } from './subscriber-queue.js';

const viewer = { key: 'somebody' };

describe('CallFeed', () => {
  let clock: ManualClock;
  let reader: FakeCallReader;
  let metrics: FakeMetrics;
  let hidden: Set<string>;
  let feed: CallFeed;

  beforeEach(() => {
    clock = new ManualClock(STARTED_AT_MS);
    reader = new FakeCallReader();
    metrics = new FakeMetrics();
    hidden = new Set();
    const access: Access = { ...openAccess, maySeeCall: (_viewer, callId) => !hidden.has(callId) };
    feed = new CallFeed({
      reader,
      access,
      clock,
      logger: new CapturingLogger(),
      metrics: new GatewayMetrics(metrics, clock),
      maxQueued: 10,
    });
  });

  const stamp = () => ({ id: 'event', occurredAtMs: clock.nowMs() });
  const heard = (id: string, revision: number, changes: Partial<SegmentView> = {}) => {
    const view = aSegment('call', id, { revision, isPartial: true, recognizedAtMs: clock.nowMs(), ...changes });
    feed.segmentEnriched(makeEvent('segment.enriched', view.callId, enriched(view), stamp()));
  };
  const announced = (id: string, version = 9, call = 'call') =>
    feed.rowChanged(makeEvent('row.changed', asCallId(call), { kind: 'segment', id, version }, stamp()));
  const stored = (id: string, revision = 9) => {
    reader.putSegment(aSegment('call', id, { revision }));
    return announced(id, revision);
  };
  const callStored = (id: string, version: number) => {
    reader.putCall(aCall(id, { version, status: 'LIVE' }));
    return feed.rowChanged(makeEvent('row.changed', asCallId(id), { kind: 'call', id, version }, stamp()));
  };
  /** What waits in a queue, taken out. */
  const drained = async <T>(queue: SubscriberQueue<T>): Promise<T[]> => {
    const items: T[] = [];
    while (queue.size > 0) {
      const result = await queue.next();
      if (!result.done) items.push(result.value);
    }
    return items;
  };
  const seen = async (queue: SubscriberQueue<SegmentView>) =>
    (await drained(queue)).map(({ id, revision }) => `${id}@${revision}`);
  const versions = async (queue: SubscriberQueue<CallView>) => (await drained(queue)).map(({ version }) => version);

  describe('segments', () => {
    it('reads nothing for calls that nobody listens to', async () => {
      feed.segmentChanged(viewer, 'other');
      await stored('c-0-1');
      await clock.advance(1_000);
      expect(reader.questions).toEqual([]);
    });

    it('reads a burst with one question', async () => {
      const queue = feed.segmentChanged(viewer, 'call');
      for (let n = 1; n <= 8; n += 1) await stored(`c-0-${n}`);
      await clock.advance(5);
      expect(reader.questions).toEqual(['segmentsById:8']);
      expect(await seen(queue)).toHaveLength(8);
    });

    it('drops partials of what is stored, in whatever order the two topics come', async () => {
      const queue = feed.segmentChanged(viewer, 'call');
      await stored('c-0-1', 3);
      heard('c-0-1', 2);
      await clock.advance(5);
      heard('c-0-1', 1);
      expect(await seen(queue)).toEqual(['c-0-1@3']);
      expect(metrics.get('earshot_gateway_dropped_partials_total', { cause: 'stale' })).toBe(2);
    });

    it('delivers no revision twice and none after a newer one', async () => {
      const queue = feed.segmentChanged(viewer, 'call');
      heard('c-0-1', 2);
      heard('c-0-1', 1);
      heard('c-0-1', 2);
      expect(await seen(queue)).toEqual(['c-0-1@2']);
      await stored('c-0-1', 3);
      await clock.advance(5);
      await announced('c-0-1', 3);
      await clock.advance(5);
      expect(await seen(queue)).toEqual(['c-0-1@3']);
    });

    it('ignores finals that are not stored yet', async () => {
      const queue = feed.segmentChanged(viewer, 'call');
      heard('c-0-1', 3, { isPartial: false });
      await clock.advance(100);
      expect(queue.size).toBe(0);
    });

    it('begins with the sentence that is being said, and with nothing else', async () => {
      heard('c-0-1', 1);
      heard('c-0-1', 2);
      heard('a-0-1', 1, { channel: 'AGENT' });
      expect(await seen(feed.segmentChanged(viewer, 'call'))).toEqual(['c-0-1@2', 'a-0-1@1']);
      await announced('c-0-1');
      expect(await seen(feed.segmentChanged(viewer, 'call'))).toEqual(['a-0-1@1']);
      await clock.advance(31_000);
      expect(await seen(feed.segmentChanged(viewer, 'call'))).toEqual([]);
    });

    it('keeps the newest state per segment for who takes their time', async () => {
      const queue = feed.segmentChanged(viewer, 'call');
      for (let revision = 1; revision <= 50; revision += 1) heard('c-0-1', revision);
      expect(await seen(queue)).toEqual(['c-0-1@50']);
      expect(metrics.get('earshot_gateway_dropped_partials_total', { cause: 'slow' })).toBe(49);
    });

    it('drops partials before finals, and then the subscription, of who does not keep up', async () => {
      const slow = feed.segmentChanged(viewer, 'call');
      heard('c-0-0', 1);
      for (let n = 1; n <= 9; n += 1) await stored(`c-0-${n}`);
      await clock.advance(5);
      expect(slow.size).toBe(10);
      const quick = feed.segmentChanged(viewer, 'call');
      await stored('c-0-10');
      await clock.advance(5);
      expect(slow.size).toBe(10);
      await stored('c-0-11');
      await clock.advance(5);
      expect(slow.size).toBe(0);
      await expect(slow.next()).rejects.toMatchObject({ code: 'SUBSCRIBER_TOO_SLOW' });
      expect(await slow.next()).toEqual({ done: true, value: undefined });
      expect(await seen(quick)).toEqual(['c-0-0@1', 'c-0-10@9', 'c-0-11@9'].slice(0, 3));
      expect(feed.subscriptions.segment).toBe(1);
    });

    it('asks for access at each delivery', async () => {
      const queue = feed.segmentChanged(viewer, 'call');
      heard('c-0-1', 1);
      hidden.add('call');
      heard('c-0-1', 2);
      expect(feed.segmentChanged(viewer, 'call').size).toBe(0);
      expect(await seen(queue)).toEqual(['c-0-1@1']);
    });

    it('tries again when the store fails, then tells who listens', async () => {
      const queue = feed.segmentChanged(viewer, 'call');
      reader.breakReads(2);
      await stored('c-0-1');
      await clock.advance(1_000);
      expect(await seen(queue)).toEqual(['c-0-1@9']);
      reader.breakReads(4);
      await stored('c-0-2');
      await clock.advance(3_000);
      await expect(queue.next()).rejects.toMatchObject({ code: 'FEED_INTERRUPTED' });
      expect(feed.subscriptions.segment).toBe(0);
    });
  });

  describe('calls', () => {
    it('shows the newest state twice a second at most', async () => {
      const queue = feed.callChanged(viewer);
      await callStored('busy', 1);
      await clock.advance(5);
      for (let version = 2; version <= 20; version += 1) {
        await callStored('busy', version);
        await clock.advance(100);
      }
      await clock.advance(1_000);
      const shown = await versions(queue);
      expect(reader.questions.length).toBeLessThanOrEqual(6);
      expect(shown.at(-1)).toBe(20);
    });

    it('reads many calls with one question and forgets those at rest', async () => {
      const queue = feed.callChanged(viewer);
      for (let n = 0; n < 8; n += 1) await callStored(`call-${n}`, 1);
      await clock.advance(5);
      expect(reader.questions).toEqual(['callsById:8']);
      expect(queue.size).toBe(8);
      await clock.advance(5_000);
      expect(reader.questions).toHaveLength(1);
    });

    it('tells one call from all', async () => {
      const [one, all] = [feed.callChanged(viewer, 'a'), feed.callChanged(viewer, null)];
      await callStored('a', 1);
      await callStored('b', 1);
      await clock.advance(5);
      expect([one.size, all.size]).toEqual([1, 2]);
      hidden.add('b');
      await callStored('b', 2);
      await clock.advance(600);
      expect(await versions(all)).toEqual([1, 1]);
    });

    it('does not go back when the store answers with an older state', async () => {
      const queue = feed.callChanged(viewer);
      await callStored('a', 5);
      await clock.advance(1_000);
      reader.putCall(aCall('a', { version: 4 }));
      await feed.rowChanged(makeEvent('row.changed', asCallId('a'), { kind: 'call', id: 'a', version: 6 }, stamp()));
      await clock.advance(1_000);
      expect(reader.questions).toHaveLength(2);
      expect(await versions(queue)).toEqual([5]);
    });

    it('does not show an announcement again that comes again', async () => {
      const queue = feed.callChanged(viewer);
      await callStored('a', 3);
      await clock.advance(1_000);
      await callStored('a', 3);
      await callStored('a', 2);
      await clock.advance(1_000);
      expect(await versions(queue)).toEqual([3]);
      expect(reader.questions).toHaveLength(1);
    });
  });

  describe('ends of a subscription', () => {
    it('counts out once, whichever way it ends', async () => {
      const open = () => feed.segmentChanged(viewer, 'call');
      const pending = open();
      const waiting = pending.next();
      await pending.return();
      expect(await waiting).toEqual({ done: true, value: undefined });
      await pending.return();
      await expect(open().throw(new Error('gone'))).rejects.toThrow('gone');
      const left = open();
      const next = left.next();
      feed.close();
      await expect(next).rejects.toMatchObject({ code: 'SERVER_CLOSING' });
      expect(feed.subscriptions).toEqual({ segment: 0, call: 0 });
      expect(metrics.get('earshot_gateway_subscriptions', { kind: 'segment' })).toBe(0);
    });

    it('refuses ids that no call can have', () => {
      expect(() => feed.segmentChanged(viewer, '')).toThrow('No call');
      expect(() => feed.callChanged(viewer, 'a\u0000b')).toThrow('No call');
      expect(feed.subscriptions).toEqual({ segment: 0, call: 0 });
    });
  });
});
