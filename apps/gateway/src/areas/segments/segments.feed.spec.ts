import { beforeEach, describe, expect, it } from '@jest/globals';
import { makeEvent } from '@earshot/contracts';
import { openPrincipal, type Principal } from '@earshot/domain';
import type { SegmentView } from '@earshot/ports';
import { CapturingLogger, ManualClock } from '@earshot/testing';
import { FakeCallReader } from '../../../test/support/fake-call-reader.js';
import { FakeMetrics } from '../../../test/support/fake-process.js';
import { takeQueued } from '../../../test/support/take-queued.js';
import { aCall, aSegment, asCallId, enriched, STARTED_AT_MS } from '../../../test/support/views.js';
import { Access } from '../../access/access.js';
import { FeedRegistry } from '../../feed/feed-registry.js';
import type { SubscriberQueue } from '../../feed/subscriber-queue.js';
import { insightHandlers } from '../../handlers/insight-handlers.js';
import { updatesHandlers } from '../../handlers/updates-handlers.js';
import { GatewayMetrics } from '../../platform/gateway-metrics.js';
import { SegmentFeed, segmentSubscriptions } from './segments.feed.js';

const viewer = openPrincipal;
const supervisor: Principal = { ...openPrincipal, key: 'user:1', roles: ['SUPERVISOR'], teams: ['north'] };

const agent = (agentId: string): Principal => ({ ...openPrincipal, key: agentId, roles: ['AGENT'], agentId });

describe('SegmentFeed', () => {
  let clock: ManualClock;
  let reader: FakeCallReader;
  let metrics: FakeMetrics;
  let teams: string[];
  let feed: SegmentFeed;
  let feeds: FeedRegistry;

  beforeEach(() => {
    clock = new ManualClock(STARTED_AT_MS);
    reader = new FakeCallReader();
    metrics = new FakeMetrics();
    teams = ['north'];
    const access = new Access({ teamsOf: () => teams });
    const gatewayMetrics = new GatewayMetrics(metrics, clock);
    const subscriptions = segmentSubscriptions(access, gatewayMetrics, 10);
    feeds = new FeedRegistry();
    feed = feeds.addFeed(new SegmentFeed(reader, subscriptions, gatewayMetrics, clock, new CapturingLogger()));
  });

  const stamp = () => ({ id: 'event', occurredAtMs: clock.nowMs() });
  const publishPartial = (id: string, revision: number, changes: Partial<SegmentView> = {}) => {
    const view = aSegment('call', id, { revision, isPartial: true, recognizedAtMs: clock.nowMs(), ...changes });
    void insightHandlers(feeds)['segment.enriched'](
      makeEvent('segment.enriched', view.callId, enriched(view), stamp()),
    );
  };
  const announceSegment = async (id: string, version = 9) =>
    updatesHandlers(feeds)['row.changed'](
      makeEvent('row.changed', asCallId('call'), { kind: 'segment', id, version }, stamp()),
    );
  const announceCall = () =>
    updatesHandlers(feeds)['row.changed'](
      makeEvent('row.changed', asCallId('call'), { kind: 'call', id: 'call', version: 9 }, stamp()),
    );
  const storeSegment = (id: string, revision = 9) => {
    reader.putSegment(aSegment('call', id, { revision }));
    return announceSegment(id, revision);
  };
  /** Subscribes, and lets the feed read where the call belongs. */
  const subscribe = async (id = 'call', as = viewer) => {
    const queue = feed.subscribe(as, id);
    await clock.advance(5);
    return queue;
  };
  const takeRevisions = async (queue: SubscriberQueue<SegmentView>) =>
    (await takeQueued(queue)).map(({ id, revision }) => `${id}@${revision}`);

  it('reads nothing for a call without subscribers', async () => {
    await subscribe('other');
    await storeSegment('0-0-1');
    await clock.advance(1_000);
    expect(reader.reads).toEqual(['placementsById:1']);
  });

  it('reads a burst with one query', async () => {
    const queue = await subscribe();
    for (let n = 1; n <= 8; n += 1) await storeSegment(`0-0-${n}`);
    await clock.advance(5);
    expect(reader.reads).toEqual(['placementsById:1', 'segmentsById:8']);
    expect(await takeRevisions(queue)).toHaveLength(8);
  });

  it('drops partials whose final is stored, in whatever order the two topics arrive', async () => {
    const queue = await subscribe();
    await storeSegment('0-0-1', 3);
    publishPartial('0-0-1', 2);
    await clock.advance(5);
    publishPartial('0-0-1', 1);
    expect(await takeRevisions(queue)).toEqual(['0-0-1@3']);
    expect(metrics.get('earshot_gateway_dropped_partials_total', { cause: 'stale' })).toBe(2);
  });

  it('delivers no revision twice, and none after a newer one', async () => {
    const queue = await subscribe();
    publishPartial('0-0-1', 2);
    publishPartial('0-0-1', 1);
    publishPartial('0-0-1', 2);
    expect(await takeRevisions(queue)).toEqual(['0-0-1@2']);
    await storeSegment('0-0-1', 3);
    await clock.advance(5);
    await announceSegment('0-0-1', 3);
    await clock.advance(5);
    expect(await takeRevisions(queue)).toEqual(['0-0-1@3']);
  });

  it('ignores finals that are not stored yet', async () => {
    const queue = await subscribe();
    publishPartial('0-0-1', 3, { isPartial: false });
    await clock.advance(100);
    expect(queue.size).toBe(0);
  });

  it('starts with the partials that are being spoken, and with nothing else', async () => {
    publishPartial('0-0-1', 1);
    publishPartial('0-0-1', 2);
    publishPartial('2-0-1', 1, { track: 2 });
    publishPartial('1-0-1', 1, { track: 1 });
    expect(await takeRevisions(await subscribe())).toEqual(['0-0-1@2', '1-0-1@1', '2-0-1@1']);
    expect(await takeRevisions(feed.subscribe(viewer, 'call'))).toEqual(['0-0-1@2', '1-0-1@1', '2-0-1@1']);
    await announceSegment('0-0-1');
    expect(await takeRevisions(feed.subscribe(viewer, 'call'))).toEqual(['1-0-1@1', '2-0-1@1']);
    await clock.advance(31_000);
    expect(await takeRevisions(feed.subscribe(viewer, 'call'))).toEqual([]);
  });

  it('delivers the withdrawal of a partial, and does not start a new subscription with it', async () => {
    const queue = await subscribe();
    publishPartial('0-0-1', 1);
    publishPartial('1-0-1', 1, { track: 1 });
    expect(await takeRevisions(queue)).toEqual(['0-0-1@1', '1-0-1@1']);
    publishPartial('0-0-1', 2, { text: '', words: [] });
    expect(await takeRevisions(queue)).toEqual(['0-0-1@2']);
    expect(await takeRevisions(feed.subscribe(viewer, 'call'))).toEqual(['1-0-1@1']);
  });

  it('keeps the newest state of each segment for a slow subscriber', async () => {
    const queue = await subscribe();
    for (let revision = 1; revision <= 50; revision += 1) publishPartial('0-0-1', revision);
    expect(await takeRevisions(queue)).toEqual(['0-0-1@50']);
    expect(metrics.get('earshot_gateway_dropped_partials_total', { cause: 'slow' })).toBe(49);
  });

  it('drops the partials of a slow subscriber first, then closes its subscription', async () => {
    const slow = await subscribe();
    publishPartial('0-0-0', 1);
    for (let n = 1; n <= 9; n += 1) await storeSegment(`0-0-${n}`);
    await clock.advance(5);
    expect(slow.size).toBe(10);
    const quick = feed.subscribe(viewer, 'call');
    await storeSegment('0-0-10');
    await clock.advance(5);
    expect(slow.size).toBe(10);
    await storeSegment('0-0-11');
    await clock.advance(5);
    expect(slow.size).toBe(0);
    await expect(slow.next()).rejects.toMatchObject({ code: 'SUBSCRIBER_TOO_SLOW' });
    expect(await slow.next()).toEqual({ done: true, value: undefined });
    expect(await takeRevisions(quick)).toEqual(['0-0-0@1', '0-0-10@9', '0-0-11@9'].slice(0, 3));
    expect(feed.openSubscriptions).toBe(1);
  });

  it('checks access at each delivery, so an agent who leaves a team is no longer delivered to it', async () => {
    reader.putCall(aCall('call', { agentId: 'mia' }));
    const [queue, all] = [await subscribe('call', supervisor), await subscribe()];
    publishPartial('0-0-1', 1);
    expect(await takeRevisions(queue)).toEqual(['0-0-1@1']);
    teams = ['south'];
    publishPartial('0-0-1', 2);
    await storeSegment('0-0-2');
    await clock.advance(5);
    expect(feed.subscribe(supervisor, 'call').size).toBe(0);
    expect(await takeRevisions(queue)).toEqual([]);
    expect(await takeRevisions(all)).toEqual(['0-0-1@2', '0-0-2@9']);
  });

  it('delivers to the agent who has the call now, and no longer to the one before', async () => {
    reader.putCall(aCall('call', { agentId: 'mia' }));
    const [before, now] = [await subscribe('call', agent('mia')), await subscribe('call', agent('ben'))];
    publishPartial('0-0-1', 1);
    reader.putCall(aCall('call', { agentId: 'ben' }));
    await announceCall();
    await storeSegment('0-0-2');
    await clock.advance(10);
    publishPartial('0-0-1', 2);
    expect(await takeRevisions(before)).toEqual(['0-0-1@1']);
    expect(await takeRevisions(now)).toEqual(['0-0-2@9', '0-0-1@2']);
  });

  it('delivers words at once and in order while the call changes all the time', async () => {
    const queue = await subscribe();
    const read = reader.segmentsById.bind(reader);
    reader.segmentsById = async (...asked) => {
      await announceCall();
      return read(...asked);
    };
    for (let n = 1; n <= 3; n += 1) {
      await announceCall();
      publishPartial(`1-0-${n}`, 1);
      await storeSegment(`0-0-${n}`);
      await clock.advance(5);
      expect(await takeRevisions(queue)).toEqual([`1-0-${n}@1`, `0-0-${n}@9`]);
    }
  });

  it('takes no placement that was read before another agent got the call', async () => {
    reader.putCall(aCall('call', { agentId: 'mia' }));
    const read = reader.placementsById.bind(reader);
    const answers: (() => void)[] = [];
    reader.placementsById = async (...asked) => {
      const found = await read(...asked);
      await new Promise<void>((resolve) => answers.push(resolve));
      return found;
    };
    const [before, now] = [feed.subscribe(agent('mia'), 'call'), feed.subscribe(agent('ben'), 'call')];
    // The subscriptions and the final each read where the call belongs.
    await storeSegment('0-0-1');
    await clock.advance(5);
    expect(answers).toHaveLength(2);
    reader.placementsById = read;
    reader.putCall(aCall('call', { agentId: 'ben' }));
    await announceCall();
    for (const answer of answers) {
      answer();
      await clock.advance(10);
    }
    publishPartial('0-0-2', 1);
    expect(await takeRevisions(before)).toEqual([]);
    expect(await takeRevisions(now)).toContain('0-0-2@1');
  });

  it('delivers nothing again when something else of the call changes', async () => {
    const queue = await subscribe();
    publishPartial('0-0-1', 1);
    expect(await takeRevisions(queue)).toEqual(['0-0-1@1']);
    await announceCall();
    await clock.advance(10);
    expect(queue.size).toBe(0);
    publishPartial('0-0-1', 2);
    expect(await takeRevisions(queue)).toEqual(['0-0-1@2']);
  });

  it('delivers nothing of a call whose placement is unknown, and all of it once its start is stored', async () => {
    reader.unstarted.add('call');
    const queue = await subscribe();
    publishPartial('0-0-1', 1);
    await storeSegment('0-0-0');
    await clock.advance(1_000);
    expect(queue.size).toBe(0);
    reader.unstarted.clear();
    publishPartial('0-0-1', 2);
    await clock.advance(600);
    expect(await takeRevisions(queue)).toEqual(['0-0-1@2', '0-0-0@9']);
  });

  it('tries again when the store fails, then tells the subscribers', async () => {
    const queue = await subscribe();
    reader.failReads(2);
    await storeSegment('0-0-1');
    await clock.advance(1_000);
    expect(await takeRevisions(queue)).toEqual(['0-0-1@9']);
    reader.failReads(4);
    await storeSegment('0-0-2');
    await clock.advance(3_000);
    await expect(queue.next()).rejects.toMatchObject({ code: 'FEED_INTERRUPTED' });
    expect(feed.openSubscriptions).toBe(0);
  });

  it('counts the end of a subscription once, however it ends', async () => {
    const open = () => feed.subscribe(viewer, 'call');
    const pending = open();
    const waiting = pending.next();
    await pending.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    await pending.return();
    await expect(open().throw(new Error('gone'))).rejects.toThrow('gone');
    const left = open();
    const next = left.next();
    feeds.closeAll();
    await expect(next).rejects.toMatchObject({ code: 'SERVER_CLOSING' });
    expect(feed.openSubscriptions).toBe(0);
    expect(metrics.get('earshot_gateway_subscriptions', { kind: 'segment' })).toBe(0);
  });

  it('refuses text that cannot be a call id', () => {
    expect(() => feed.subscribe(viewer, '')).toThrow('No call');
    expect(feed.openSubscriptions).toBe(0);
  });
});
