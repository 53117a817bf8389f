import { describe, expect, it } from '@jest/globals';
import type { ShardLease } from '@earshot/ports';
import { planLeases } from './plan-leases.js';

const lease = (shard: string, over: Partial<ShardLease> = {}): ShardLease => ({
  shard,
  ...{
    counter: 1,
    owner: null,
    wantedBy: null,
    isOverdue: false,
    checkpoint: null,
    isFinished: false,
    backlogMessages: 0,
  },
  ...over,
});
const shards = (count: number, over: (at: number) => Partial<ShardLease> = () => ({})) =>
  Array.from({ length: count }, (_, at) => lease(`s${String(at).padStart(2, '0')}`, over(at)));
const plan = (me: string, members: string[], leases: ShardLease[], busy = leases.filter(({ owner }) => owner === me)) =>
  planLeases({
    me,
    table: { members, leases },
    busy: new Set(busy.map(({ shard }) => shard)),
    isReady: (id) => !id.startsWith('child'),
  });
const ids = (leases: readonly ShardLease[]) => leases.map(({ shard }) => shard);

describe('planLeases', () => {
  it('takes every shard when alone, and at most its share of the free ones beside others', () => {
    expect(plan('a', ['a'], shards(4)).take).toHaveLength(4);
    expect(plan('a', ['a', 'b', 'c'], shards(4)).take).toHaveLength(2);
  });

  it('lets members that plan at the same time start at different shards', () => {
    const takes = ['a', 'b'].map((me) => ids(plan(me, ['a', 'b'], shards(8)).take));
    expect(new Set(takes.flat()).size).toBe(8);
  });

  it('requests shards from the member that has the most, until each member has its share', () => {
    const leases = shards(9, (at) => ({ owner: at < 6 ? 'a' : 'b' }));
    const { request, take } = plan('c', ['a', 'b', 'c'], leases);
    expect(take).toEqual([]);
    expect(request.map(({ owner }) => owner)).toEqual(['a', 'a', 'a']);
  });

  it('accepts one shard less than another member when the shards do not divide evenly', () => {
    const leases = shards(3, (at) => ({ owner: at < 2 ? 'a' : 'b' }));
    expect(plan('b', ['a', 'b'], leases)).toEqual({ take: [], request: [], isSettled: true });
  });

  it('counts the shards it requested, and takes them when they are overdue', () => {
    const leases = shards(2, (at) => ({ owner: 'a', wantedBy: at === 0 ? 'b' : null }));
    expect(plan('b', ['a', 'b'], leases)).toEqual({ take: [], request: [], isSettled: false });
    const overdue = leases.map((one) => ({ ...one, isOverdue: one.wantedBy !== null }));
    expect(ids(plan('b', ['a', 'b'], overdue).take)).toEqual(['s00']);
  });

  it('takes its own shards again when it gave up reading them, but not while their handlers run', () => {
    const leases = shards(2, () => ({ owner: 'a' }));
    expect(plan('a', ['a'], leases, []).take).toHaveLength(2);
    expect(plan('a', ['a'], leases).take).toEqual([]);
    expect(ids(plan('a', ['a'], shards(2), [lease('s00')]).take)).toEqual(['s01']);
  });

  it('ignores finished shards and children of unfinished ones', () => {
    const leases = [lease('s00', { isFinished: true }), lease('child'), lease('s01')];
    expect(ids(plan('a', ['a'], leases).take)).toEqual(['s01']);
  });

  it('takes a shard that was released for it and leaves one that was released for another', () => {
    const leases = shards(2, (at) => ({ wantedBy: at === 0 ? 'b' : 'a' }));
    expect(ids(plan('b', ['a', 'b'], leases).take)).toEqual(['s00']);
  });

  it('settles at fair shares whenever members join and leave', () => {
    let seed = 7;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    let leases = shards(16);
    const change = (shard: string, over: Partial<ShardLease>) =>
      (leases = leases.map((one) => (one.shard === shard ? { ...one, ...over } : one)));
    let members = ['m0'];
    for (let n = 1; n <= 40; n += 1) {
      const leaving = random(members.length);
      const isJoining = random(2) === 0 || members.length === 1;
      members = isJoining ? [...members, `m${n}`] : members.filter((_, at) => at !== leaving);
      const ifMember = (member: string | null) => (member !== null && members.includes(member) ? member : null);
      leases = leases.map((one) => ({ ...one, owner: ifMember(one.owner), wantedBy: ifMember(one.wantedBy) }));
      let isSettledForAll = false;
      for (let round = 0; !isSettledForAll; round += 1) {
        if (round > 50) throw new Error(`does not settle with ${members.length} members`);
        isSettledForAll = true;
        for (const me of members) {
          const { take, request, isSettled } = plan(me, members, leases);
          for (const { shard } of take) change(shard, { owner: me, wantedBy: null });
          for (const { shard } of request) change(shard, { wantedBy: me });
          isSettledForAll &&= isSettled;
        }
        // The owners release the requested shards.
        leases = leases.map((one) => (one.wantedBy !== null ? { ...one, owner: null } : one));
      }
      const counts = members.map((me) => leases.filter(({ owner }) => owner === me).length);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(16);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
  });
});
