import type { ShardLeases } from '@earshot/ports';

type Break = (leases: ShardLeases) => Partial<ShardLeases>;

/** Broken leases: each wraps good leases and must fail the conformance case of the promise in `breaks`. */
export const brokenShardLeases: Readonly<Record<string, { breaks: string; make: Break }>> = {
  'give a shard to every member that asks': {
    breaks: 'gives a free shard to one of the members that ask at the same time',
    make: (leases) => ({
      acquire: async (scope, seen, member, durationMs) =>
        (await leases.acquire(scope, seen, member, durationMs)) ?? {
          ...{ shard: seen.shard, counter: seen.counter + 1, owner: member, wantedBy: null },
          ...{ isOverdue: false, checkpoint: null, isFinished: false, backlogMessages: 0 },
        },
    }),
  },
  'never expire': {
    breaks: 'gives away a held shard only when its lease has expired by the clock of the store',
    make: (leases) => ({
      renew: (scope, member, _durationMs, backlogs) => leases.renew(scope, member, 3_600_000, backlogs),
      acquire: (scope, seen, member) => leases.acquire(scope, seen, member, 3_600_000),
    }),
  },
  'expire although they are renewed': {
    breaks: 'keeps the shards of a member that renews, and returns none to a member that was replaced',
    make: (leases) => ({ renew: (scope, member, _durationMs, backlogs) => leases.renew(scope, member, 50, backlogs) }),
  },
  'do not fence': {
    breaks: 'refuses a checkpoint under an old counter and stores nothing',
    make: (leases) => ({
      checkpoint: async (scope, held, upTo) => {
        const now = (await leases.read(scope)).leases.find(({ shard }) => shard === held.shard);
        return leases.checkpoint(scope, now ?? held, upTo);
      },
    }),
  },
  'report a checkpoint as stored without storing it': {
    breaks: 'never moves a checkpoint back, and compares checkpoints as numbers',
    make: () => ({ checkpoint: async () => true }),
  },
  'keep a released shard': {
    breaks: 'refuses checkpoints after a release, and the next owner starts at the last stored one',
    make: () => ({ release: async () => undefined }),
  },
  'give the owner no time to release': {
    breaks:
      'leaves a wanted shard to its owner until it is released or overdue, and then gives it to the member that asked',
    make: (leases) => ({ steal: (scope, seen, member) => leases.steal(scope, seen, member, 0) }),
  },
  'remember a member that left': {
    breaks: 'forgets members that left or did not renew in time, and what they asked for',
    make: () => ({ leave: async () => undefined }),
  },
  'never forget a shard': {
    breaks: 'gives a finished shard to nobody, and forgets it when the stream no longer has it',
    make: (leases) => {
      const known = new Set<string>();
      return {
        enrol: (scope, shards) => {
          for (const shard of shards) known.add(shard);
          return leases.enrol(scope, [...known]);
        },
      };
    },
  },
  'share one table between groups': {
    breaks: 'keeps the leases of each group and stream apart',
    make: (leases) => ({
      enrol: (scope, shards) => leases.enrol({ ...scope, group: 'all' }, shards),
      read: (scope) => leases.read({ ...scope, group: 'all' }),
      renew: (scope, ...rest) => leases.renew({ ...scope, group: 'all' }, ...rest),
      acquire: (scope, ...rest) => leases.acquire({ ...scope, group: 'all' }, ...rest),
    }),
  },
};

/** Wraps good leases so that they break one promise. */
export function breakShardLeases(leases: ShardLeases, name: string): ShardLeases {
  const good: ShardLeases = {
    enrol: (...args) => leases.enrol(...args),
    read: (...args) => leases.read(...args),
    renew: (...args) => leases.renew(...args),
    acquire: (...args) => leases.acquire(...args),
    steal: (...args) => leases.steal(...args),
    checkpoint: (...args) => leases.checkpoint(...args),
    release: (...args) => leases.release(...args),
    leave: (...args) => leases.leave(...args),
  };
  return { ...good, ...brokenShardLeases[name]?.make(leases) };
}
