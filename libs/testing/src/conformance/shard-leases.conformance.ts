import type { LeaseScope, ShardLease, ShardLeases } from '@earshot/ports';
import { check, type ConformanceCase } from './conformance-case.js';

const LONG_MS = 600_000;
const SHORT_MS = 50;
const nothing: ReadonlyMap<string, number> = new Map();
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
let scopes = 0;

interface Subject {
  readonly leases: ShardLeases;
  readonly scope: LeaseScope;
  lease(shard: string): Promise<ShardLease>;
  /** The member renews and acquires the shard under its current counter. */
  take(shard: string, member: string, durationMs?: number): Promise<ShardLease | null>;
}

/** Each case has a scope of its own, with two shards. */
const withShards =
  (test: (subject: Subject) => Promise<void>): ConformanceCase<ShardLeases>['run'] =>
  async (create) => {
    const leases = await create();
    const scope = { stream: `stream-${(scopes += 1)}`, group: 'stage' };
    await leases.enrol(scope, ['a', 'b']);
    const lease = async (shard: string) => {
      const found = (await leases.read(scope)).leases.find((other) => other.shard === shard);
      check(found !== undefined, `no lease of ${shard}`);
      return found;
    };
    const take = async (shard: string, member: string, durationMs = LONG_MS) => {
      await leases.renew(scope, member, durationMs, nothing);
      return leases.acquire(scope, await lease(shard), member, durationMs);
    };
    await test({ leases, scope, lease, take });
  };

function held(lease: ShardLease | null): ShardLease {
  check(lease !== null, 'an available shard was refused');
  return lease;
}

/** The promises of every `ShardLeases`. Each adapter must pass them, and each broken one must fail its case. */
export const shardLeasesConformance: readonly ConformanceCase<ShardLeases>[] = [
  {
    promise: 'gives a free shard to one of the members that ask at the same time',
    run: withShards(async ({ leases, scope, lease }) => {
      const seen = await lease('a');
      const members = Array.from({ length: 8 }, (_, at) => `m${at}`);
      const taken = await Promise.all(members.map((member) => leases.acquire(scope, seen, member, LONG_MS)));
      check(taken.filter((one) => one !== null).length === 1, `${taken.filter((one) => one !== null).length} have it`);
      check((await lease('a')).owner === taken.find((one) => one !== null)?.owner, 'the table names another owner');
    }),
  },
  {
    promise: 'gives away a held shard only when its lease has expired by the clock of the store',
    run: withShards(async ({ take, lease }) => {
      const first = held(await take('a', 'first', SHORT_MS));
      const other = held(await take('b', 'other'));
      check((await take('b', 'late')) === null, 'a held shard was acquired');
      await pause(4 * SHORT_MS);
      check((await lease('a')).owner === null, 'an owner that did not renew in time is still the owner');
      const next = held(await take('a', 'late'));
      check(next.counter > first.counter, 'the counter did not grow with the owner');
      check((await lease('b')).counter === other.counter, 'the counter moved without a change of owner');
    }),
  },
  {
    promise: 'keeps the shards of a member that renews, and returns none to a member that was replaced',
    run: withShards(async ({ leases, scope, take, lease }) => {
      held(await take('a', 'first', SHORT_MS));
      await leases.renew(scope, 'first', LONG_MS, new Map([['a', 7]]));
      await pause(4 * SHORT_MS);
      check((await lease('a')).owner === 'first', 'a renewed lease expired');
      check((await lease('a')).backlogMessages === 7, 'the reported backlog was not stored');
      const gone = held(await take('b', 'first', SHORT_MS));
      await pause(4 * SHORT_MS);
      const next = held(await take('b', 'second'));
      const table = await leases.renew(scope, 'first', LONG_MS, nothing);
      check(table.leases.find(({ shard }) => shard === 'b')?.owner === 'second', 'a renewal took a shard back');
      check(next.counter > gone.counter, 'the counter did not grow with the owner');
    }),
  },
  {
    promise: 'refuses a checkpoint under an old counter and stores nothing',
    run: withShards(async ({ leases, scope, take, lease }) => {
      const first = held(await take('a', 'first', SHORT_MS));
      check(await leases.checkpoint(scope, first, { sequenceNumber: '10' }), 'the owner was refused');
      await pause(4 * SHORT_MS);
      const next = held(await take('a', 'second'));
      check(next.checkpoint === '10', `the next owner starts at ${next.checkpoint}`);
      check(!(await leases.checkpoint(scope, first, { sequenceNumber: '99' })), 'an old counter was accepted');
      check(!(await leases.checkpoint(scope, first, { isFinished: true })), 'an old counter finished the shard');
      check((await lease('a')).checkpoint === '10', 'a refused checkpoint was stored');
      check(!(await lease('a')).isFinished, 'a refused end was stored');
    }),
  },
  {
    promise: 'never moves a checkpoint back, and compares checkpoints as numbers',
    run: withShards(async ({ leases, scope, take, lease }) => {
      const first = held(await take('a', 'first'));
      const long = '49590338271490256608559692538361571095921575989136588898';
      for (const sequenceNumber of ['9', '10', '9']) await leases.checkpoint(scope, first, { sequenceNumber });
      check((await lease('a')).checkpoint === '10', `the checkpoint is ${(await lease('a')).checkpoint}`);
      await leases.checkpoint(scope, first, { sequenceNumber: long });
      check((await lease('a')).checkpoint === long, `the checkpoint is ${(await lease('a')).checkpoint}`);
    }),
  },
  {
    promise: 'refuses checkpoints after a release, and the next owner starts at the last stored one',
    run: withShards(async ({ leases, scope, take, lease }) => {
      const first = held(await take('a', 'first'));
      await leases.checkpoint(scope, first, { sequenceNumber: '5' });
      await leases.release(scope, first);
      check(
        !(await leases.checkpoint(scope, first, { sequenceNumber: '6' })),
        'a checkpoint after the release was stored',
      );
      const next = held(await take('a', 'second'));
      check(next.checkpoint === '5' && next.owner === 'second', 'the next owner starts elsewhere');
      await leases.release(scope, first);
      check((await lease('a')).owner === 'second', 'a second release took the shard from the next owner');
    }),
  },
  {
    promise:
      'leaves a wanted shard to its owner until it is released or overdue, and then gives it to the member that asked',
    run: withShards(async ({ leases, scope, take, lease }) => {
      const a = held(await take('a', 'first'));
      const b = held(await take('b', 'first'));
      await leases.renew(scope, 'second', LONG_MS, nothing);
      await leases.renew(scope, 'third', LONG_MS, nothing);
      check(await leases.steal(scope, a, 'second', LONG_MS), 'the request for a shard was refused');
      check(!(await leases.steal(scope, a, 'third', 0)), 'two members asked for one shard');
      check((await lease('a')).wantedBy === 'second', 'the table does not name the member that asked');
      check(!(await lease('a')).isOverdue, 'the shard is overdue before its time');
      check((await leases.acquire(scope, await lease('a'), 'second', LONG_MS)) === null, 'acquired before its time');
      check(await leases.checkpoint(scope, a, { sequenceNumber: '3' }), 'the owner cannot store its last checkpoint');
      await leases.steal(scope, b, 'second', SHORT_MS);
      await pause(4 * SHORT_MS);
      check((await lease('b')).isOverdue, 'the shard never becomes overdue');
      check(
        (await leases.acquire(scope, await lease('b'), 'third', LONG_MS)) === null,
        'a member that did not ask got it',
      );
      const taken = held(await leases.acquire(scope, await lease('b'), 'second', LONG_MS));
      check(taken.counter > b.counter && taken.wantedBy === null, 'acquired without a new counter');
      await leases.release(scope, a);
      check((await lease('a')).wantedBy === 'second', 'the release forgot the member that asked');
    }),
  },
  {
    promise: 'forgets members that left or did not renew in time, and what they asked for',
    run: withShards(async ({ leases, scope, take, lease }) => {
      const a = held(await take('a', 'first'));
      await leases.renew(scope, 'brief', SHORT_MS, nothing);
      await leases.steal(scope, a, 'brief', LONG_MS);
      await pause(4 * SHORT_MS);
      check((await leases.read(scope)).members.join() === 'first', 'a member that did not renew is listed');
      check((await lease('a')).wantedBy === null, 'a member that did not renew still wants the shard');
      await leases.renew(scope, 'second', LONG_MS, nothing);
      check(await leases.steal(scope, a, 'second', LONG_MS), 'a member that did not renew keeps others from asking');
      await leases.leave(scope, 'first');
      check((await leases.read(scope)).members.join() === 'second', 'a member that left is listed');
      check((await lease('a')).owner === null, 'a member that left still owns a shard');
      check(!(await leases.checkpoint(scope, a, { sequenceNumber: '3' })), 'a member that left stored a checkpoint');
    }),
  },
  {
    promise: 'gives a finished shard to nobody, and forgets it when the stream no longer has it',
    run: withShards(async ({ leases, scope, take, lease }) => {
      const a = held(await take('a', 'first'));
      await leases.checkpoint(scope, a, { isFinished: true });
      await leases.release(scope, a);
      check((await take('a', 'second')) === null, 'a finished shard was acquired');
      await leases.enrol(scope, ['a', 'b', 'c']);
      check((await lease('a')).isFinished, 'enrolling again made it unfinished');
      await leases.enrol(scope, ['c']);
      const shards = (await leases.read(scope)).leases.map(({ shard }) => shard).join();
      check(shards === 'b,c', `the table has ${shards}`);
    }),
  },
  {
    promise: 'keeps the leases of each group and stream apart',
    run: withShards(async ({ leases, scope, take }) => {
      const first = held(await take('a', 'first'));
      for (const other of [
        { ...scope, group: 'other' },
        { ...scope, stream: `${scope.stream}-other` },
      ]) {
        await leases.enrol(other, ['a']);
        const seen = (await leases.renew(other, 'first', LONG_MS, nothing)).leases[0];
        check(seen?.owner === null && seen.checkpoint === null, 'another scope shows this lease');
        held(await leases.acquire(other, seen, 'other', LONG_MS));
      }
      check(await leases.checkpoint(scope, first, { sequenceNumber: '1' }), 'a member of another scope took the shard');
    }),
  },
];
