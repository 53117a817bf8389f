import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeleteStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import type { Delivery, EventBus, LeaseTable, ShardLeases, SubscribeOptions } from '@earshot/ports';
import { startKinesis, StoppableClock, type InMemoryShardLeases, type KinesisServer } from '@earshot/testing';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { aKinesisBus, bytes, freshLeases, settingsFor, textOf, until } from './kinesis-harness.js';

const topic = 'calls.audio' as const;
const keys = Array.from({ length: 8 }, (_, at) => `call-${at}`);
let kinesis: KinesisServer;
beforeAll(async () => void (kinesis = await startKinesis()));
afterAll(() => kinesis.dispose());

class Member {
  readonly received: Delivery[] = [];
  readonly lost: number[][] = [];
  /** Each handler waits for this. */
  gate: Promise<void> = Promise.resolve();

  constructor(readonly bus: EventBus) {}

  subscribe(over: Partial<SubscribeOptions> = {}) {
    return this.bus.subscribe({
      ...{ topic, as: { group: 'stage' }, acknowledge: 'manual' },
      handle: async (delivery) => {
        await this.gate;
        this.received.push(delivery);
      },
      onLost: (partitions) => void this.lost.push([...partitions]),
      ...over,
    });
  }

  get texts(): string[] {
    return this.received.map((delivery) => `${delivery.key}#${textOf(delivery)}`);
  }

  get partitions(): number[] {
    return [...new Set(this.received.map(({ partition }) => partition))].sort();
  }
}

const publishAll = (bus: EventBus, text: string) =>
  Promise.all(keys.map((key) => bus.publish(topic, key, bytes(text))));
const all = (text: string) => keys.map((key) => `${key}#${text}`);

/** Leases whose last table the test can see. */
function observeLeases(leases: InMemoryShardLeases): { leases: ShardLeases; table(): LeaseTable } {
  let table: LeaseTable = { members: [], leases: [] };
  const watching: ShardLeases = Object.assign(Object.create(leases) as ShardLeases, {
    renew: async (...args: Parameters<ShardLeases['renew']>) => (table = await leases.renew(...args)),
  });
  return { leases: watching, table: () => table };
}

describe('the members of a group on Kinesis', () => {
  it('hand shards over: the former owner gets onLost, and acknowledged messages do not come again', async () => {
    const settings = settingsFor(kinesis.endpoint);
    const leases = freshLeases();
    const first = new Member(aKinesisBus(settings, leases));
    const second = new Member(aKinesisBus(settings, leases));
    await first.subscribe();
    await publishAll(first.bus, '0');
    await publishAll(first.bus, '1');
    await until(() => first.received.length === 2 * keys.length, 'all messages at the first member');
    for (const delivery of first.received) if (textOf(delivery) === '0') delivery.acknowledge();
    await second.subscribe();
    const taken = first.lost.flat().sort();
    expect(taken).toHaveLength(2);
    const theirs = first.received.filter(({ partition }) => taken.includes(partition));
    await until(() => second.received.length === theirs.length / 2, 'the unacknowledged messages at the second member');
    expect(second.texts.sort()).toEqual(
      theirs
        .filter((delivery) => textOf(delivery) === '1')
        .map(({ key }) => `${key}#1`)
        .sort(),
    );
    expect(second.partitions.every((partition) => taken.includes(partition))).toBe(true);
    // Acknowledging lost messages has no effect. Acknowledging the others has.
    for (const delivery of first.received) delivery.acknowledge();
    await first.bus.close();
    await second.bus.close();
    const third = new Member(aKinesisBus(settings, leases));
    await third.subscribe();
    await until(() => third.received.length >= second.received.length, 'the messages that nobody acknowledged');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(third.texts.sort()).toEqual(second.texts.sort());
    await third.bus.close();
  }, 120_000);

  it('wait for running handlers before they hand a shard over', async () => {
    const settings = settingsFor(kinesis.endpoint, { maxShards: 2, leaseMs: 20_000 });
    const leases = freshLeases();
    const first = new Member(aKinesisBus(settings, leases));
    const second = new Member(aKinesisBus(settings, leases));
    let open = () => {};
    first.gate = new Promise((resolve) => (open = resolve));
    let started = 0;
    await first.subscribe({
      acknowledge: 'on-return',
      handle: async (delivery) => {
        started += 1;
        await first.gate;
        first.received.push(delivery);
      },
    });
    await publishAll(first.bus, '0');
    await until(() => started === keys.length, 'all handlers');
    const joining = second.subscribe({ acknowledge: 'on-return' });
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(first.lost).toEqual([]);
    open();
    await joining;
    expect(first.lost.flat()).toHaveLength(1);
    await publishAll(first.bus, '1');
    await until(() => first.received.length + second.received.length === 2 * keys.length, 'the second messages');
    expect([...first.texts, ...second.texts].sort()).toEqual([...all('0'), ...all('1')].sort());
    await first.bus.close();
    await second.bus.close();
  }, 120_000);

  it('take over from a dead member at its last checkpoints', async () => {
    const settings = settingsFor(kinesis.endpoint);
    const leases = freshLeases();
    const clock = new StoppableClock();
    const deadMember = new Member(aKinesisBus(settings, leases, { clock }));
    const livingMember = new Member(aKinesisBus(settings, leases));
    await deadMember.subscribe();
    await livingMember.subscribe();
    await publishAll(livingMember.bus, '0');
    await until(() => deadMember.received.length + livingMember.received.length === keys.length, 'the first messages');
    expect(deadMember.received.length).toBeGreaterThan(0);
    clock.stop();
    await publishAll(livingMember.bus, '1');
    const theirs = deadMember.received.map(({ key }) => key);
    await until(
      () => theirs.every((key) => livingMember.texts.includes(`${key}#0`)),
      'the unacknowledged messages of the dead member',
    );
    await until(() => all('1').every((text) => livingMember.texts.includes(text)), 'the later messages');
    clock.resume();
    await deadMember.bus.close();
    await livingMember.bus.close();
  }, 120_000);

  it('report lost shards after they were stopped, and cannot move the checkpoint of the next owner', async () => {
    const settings = settingsFor(kinesis.endpoint, { maxShards: 1 });
    const watch = observeLeases(freshLeases());
    const clock = new StoppableClock();
    const stopped = new Member(aKinesisBus(settings, watch.leases, { clock }));
    const next = new Member(aKinesisBus(settings, watch.leases));
    await stopped.subscribe();
    await publishAll(next.bus, '0');
    await until(() => stopped.received.length === keys.length, 'all messages at the member that will stop');
    clock.stop();
    await next.subscribe();
    await until(() => next.received.length === keys.length, 'all messages at the next owner');
    next.received.slice(0, 3).forEach((delivery) => delivery.acknowledge());
    await until(() => watch.table().leases[0]?.checkpoint != null, 'the checkpoint of the next owner');
    const checkpoint = watch.table().leases[0]?.checkpoint;

    // The stopped member acknowledges everything before it can know about the next owner.
    for (const delivery of stopped.received) delivery.acknowledge();
    clock.resume();
    await until(() => stopped.lost.length > 0, 'onLost of the stopped member');
    expect(stopped.lost).toEqual([[0]]);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(watch.table().leases[0]?.checkpoint).toBe(checkpoint);
    expect(stopped.received).toHaveLength(keys.length);
    await stopped.bus.close();
    await next.bus.close();
  }, 120_000);

  it('stop when the lease store is unreachable for the length of a lease, and start again afterwards', async () => {
    const settings = settingsFor(kinesis.endpoint, { leaseMs: 1_000 });
    const good = freshLeases();
    let isAway = false;
    const leases = new Proxy(good, {
      get: (target, name: keyof ShardLeases) =>
        isAway
          ? () => Promise.reject(new Error('no store'))
          : (target[name] as (...args: unknown[]) => unknown).bind(target),
    }) as ShardLeases;
    const member = new Member(aKinesisBus(settings, leases));
    await member.subscribe();
    await publishAll(member.bus, '0');
    await until(() => member.received.length === keys.length, 'the first messages');
    isAway = true;
    await until(() => member.lost.length > 0, 'onLost for every shard');
    expect(member.lost.flat().sort()).toEqual([0, 1, 2, 3]);
    await publishAll(member.bus, '1');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(member.received).toHaveLength(keys.length);
    isAway = false;
    await until(() => member.received.length === 3 * keys.length, 'every unacknowledged message');
    expect(member.texts.slice(keys.length).sort()).toEqual([...all('0'), ...all('1')].sort());
    await member.bus.close();
  }, 120_000);

  it('count the backlog of a group, including shards that another member or nobody reads', async () => {
    const settings = settingsFor(kinesis.endpoint);
    const leases = freshLeases();
    const member = new Member(aKinesisBus(settings, leases));
    const other = aKinesisBus(settings, leases);
    const backlog = (bus: typeof other) => bus.backlogMessages(topic, 'stage');
    await publishAll(member.bus, '0');
    expect(await backlog(other)).toBe(keys.length);
    await member.subscribe();
    await until(() => member.received.length === keys.length, 'all');
    expect(await backlog(member.bus as typeof other)).toBe(keys.length);
    member.received.slice(0, 8).forEach((delivery) => delivery.acknowledge());
    expect(await backlog(member.bus as typeof other)).toBe(0);
    await until(async () => (await backlog(other)) === 0, 'the other process knows');
    expect(await other.backlogMessages(topic, 'unknown-group')).toBe(keys.length);
    await publishAll(member.bus, '1');
    await until(async () => (await backlog(other)) === keys.length, 'the other process knows again');
    await member.bus.close();
    expect(await backlog(other)).toBe(keys.length);
    await other.close();
  }, 120_000);

  it('start again on a stream that was deleted and created again', async () => {
    const settings = settingsFor(kinesis.endpoint, { leaseMs: 1_000 });
    const member = new Member(aKinesisBus(settings));
    await member.subscribe({ acknowledge: 'on-return' });
    const instance: string[] = [];
    await member.bus.subscribe({
      ...{ topic, as: { everyInstance: true }, acknowledge: 'on-return' },
      handle: async (delivery) => void instance.push(textOf(delivery)),
    });
    await publishAll(member.bus, '0');
    await until(() => member.received.length === keys.length && instance.length === keys.length, 'the first messages');
    const client = new KinesisClient({
      ...{ region: settings.region, endpoint: kinesis.endpoint },
      requestHandler: new NodeHttpHandler(),
    });
    // The creation time, which has a resolution of a second, tells the two streams apart.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await client.send(new DeleteStreamCommand({ StreamName: `${settings.streamPrefix}${topic}` }));
    client.destroy();
    await until(() => member.lost.length > 0, 'onLost for every shard');
    await publishAll(member.bus, '1');
    await until(() => all('1').every((text) => member.texts.includes(text)), 'the messages on the new stream');
    await until(() => instance.filter((text) => text === '1').length === keys.length, 'the messages at the instance');
    await member.bus.close();
  }, 120_000);
});
