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

describe('planning leases', () => {
  it('takes all when alone, and no more than its share of what is free beside others', () => {
    expect(plan('a', ['a'], shards(4)).take).toHaveLength(4);
    expect(plan('a', ['a', 'b', 'c'], shards(4)).take).toHaveLength(2);
  });

  it('lets members that look at once begin at different shards', () => {
    const takes = ['a', 'b'].map((me) => ids(plan(me, ['a', 'b'], shards(8)).take));
    expect(new Set(takes.flat()).size).toBe(8);
  });

  it('asks the one that has most, one by one, and only up to the share that everybody has', () => {
    const leases = shards(9, (at) => ({ owner: at < 6 ? 'a' : 'b' }));
    const { want, take } = plan('c', ['a', 'b', 'c'], leases);
    expect(take).toEqual([]);
    expect(want.map(({ owner }) => owner)).toEqual(['a', 'a', 'a']);
  });

  it('is content with one less than another where the shards do not divide', () => {
    const leases = shards(3, (at) => ({ owner: at < 2 ? 'a' : 'b' }));
    expect(plan('b', ['a', 'b'], leases)).toEqual({ take: [], want: [], isSettled: true });
  });

  it('counts what it asked for, and takes it when it is overdue', () => {
    const leases = shards(2, (at) => ({ owner: 'a', wantedBy: at === 0 ? 'b' : null }));
    expect(plan('b', ['a', 'b'], leases)).toEqual({ take: [], want: [], isSettled: false });
    const overdue = leases.map((one) => ({ ...one, isOverdue: one.wantedBy !== null }));
    expect(ids(plan('b', ['a', 'b'], overdue).take)).toEqual(['s00']);
  });

  it('takes its own again that it lost sight of, not what its handlers have not let go of', () => {
    const leases = shards(2, () => ({ owner: 'a' }));
    expect(plan('a', ['a'], leases, []).take).toHaveLength(2);
    expect(plan('a', ['a'], leases).take).toEqual([]);
    expect(ids(plan('a', ['a'], shards(2), [lease('s00')]).take)).toEqual(['s01']);
  });

  it('leaves finished shards, and children of unfinished ones, alone', () => {
    const leases = [lease('s00', { isFinished: true }), lease('child'), lease('s01')];
    expect(ids(plan('a', ['a'], leases).take)).toEqual(['s01']);
  });

  it('takes what was let go for it, and leaves what was let go for another', () => {
    const leases = shards(2, (at) => ({ wantedBy: at === 0 ? 'b' : 'a' }));
    expect(ids(plan('b', ['a', 'b'], leases).take)).toEqual(['s00']);
  });

  it('comes to rest with fair shares, whatever members come and go', () => {
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
      const living = (member: string | null) => (member !== null && members.includes(member) ? member : null);
      leases = leases.map((one) => ({ ...one, owner: living(one.owner), wantedBy: living(one.wantedBy) }));
      let isQuiet = false;
      for (let round = 0; !isQuiet; round += 1) {
        if (round > 50) throw new Error(`never comes to rest with ${members.length} members`);
        isQuiet = true;
        for (const me of members) {
          const { take, want, isSettled } = plan(me, members, leases);
          for (const { shard } of take) change(shard, { owner: me, wantedBy: null });
          for (const { shard } of want) change(shard, { wantedBy: me });
          isQuiet &&= isSettled;
        }
        // The owners let go.
        leases = leases.map((one) => (one.wantedBy !== null ? { ...one, owner: null } : one));
      }
      const counts = members.map((me) => leases.filter(({ owner }) => owner === me).length);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(16);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
  });
});
