import type { ShardLeases } from '@earshot/ports';

type Break = (leases: ShardLeases) => Partial<ShardLeases>;

/** Ways leases can lie, each as a wrapper of good ones, with the promise that it must break. */
export const brokenShardLeases: Readonly<Record<string, { breaks: string; make: Break }>> = {
  'give a shard to whoever asks': {
    breaks: 'of all who take a free shard at once, one has it',
    make: (leases) => ({
      acquire: async (scope, seen, member, durationMs) =>
        (await leases.acquire(scope, seen, member, durationMs)) ?? {
          ...{ shard: seen.shard, counter: seen.counter + 1, owner: member, wantedBy: null },
          ...{ isOverdue: false, checkpoint: null, isFinished: false, backlogMessages: 0 },
        },
    }),
  },
  'never run out': {
    breaks: 'what is held is not to be had until its time is over, by the clock of the store',
    make: (leases) => ({
      renew: (scope, member, _durationMs, backlogs) => leases.renew(scope, member, 3_600_000, backlogs),
      acquire: (scope, seen, member) => leases.acquire(scope, seen, member, 3_600_000),
    }),
  },
  'do not prolong': {
    breaks: 'who renews keeps its shards, who was replaced does not get them back by it',
    make: (leases) => ({ renew: (scope, member, _durationMs, backlogs) => leases.renew(scope, member, 50, backlogs) }),
  },
  'do not fence': {
    breaks: 'a checkpoint under an old counter is refused and changes nothing',
    make: (leases) => ({
      checkpoint: async (scope, held, upTo) => {
        const now = (await leases.read(scope)).leases.find(({ shard }) => shard === held.shard);
        return leases.checkpoint(scope, now ?? held, upTo);
      },
    }),
  },
  'say stored and store nothing': {
    breaks: 'a checkpoint does not go back, and compares as a number',
    make: () => ({ checkpoint: async () => true }),
  },
  'keep what was let go': {
    breaks: 'who lets go can store nothing more, and the next one starts there',
    make: () => ({ release: async () => undefined }),
  },
  'rob the owner of its time': {
    breaks: 'what is asked for is its owner’s until it lets go or its time is over, and then who asked may take it',
    make: (leases) => ({ steal: (scope, seen, member) => leases.steal(scope, seen, member, 0) }),
  },
  'remember who went': {
    breaks: 'members that went or said nothing in time are none, and what they asked for is not wanted',
    make: () => ({ leave: async () => undefined }),
  },
  'forget nothing': {
    breaks: 'a finished shard is nobody’s to take, and is forgotten when the stream has it no more',
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
  'mix groups': {
    breaks: 'groups and streams have leases of their own',
    make: (leases) => ({
      enrol: (scope, shards) => leases.enrol({ ...scope, group: 'all' }, shards),
      read: (scope) => leases.read({ ...scope, group: 'all' }),
      renew: (scope, ...rest) => leases.renew({ ...scope, group: 'all' }, ...rest),
      acquire: (scope, ...rest) => leases.acquire({ ...scope, group: 'all' }, ...rest),
    }),
  },
};

/** Good leases with one promise broken. */
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
