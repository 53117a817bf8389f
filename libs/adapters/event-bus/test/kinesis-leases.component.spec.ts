import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeleteStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import type { Delivery, EventBus, LeaseTable, ShardLeases, SubscribeOptions } from '@earshot/ports';
import { startKinesis, type InMemoryShardLeases, type KinesisServer } from '@earshot/testing';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { aKinesisBus, bytes, freshLeases, settingsFor, textOf, until } from './kinesis-harness.js';
import { StoppableClock } from './stoppable-clock.js';

const topic = 'calls.audio' as const;
const keys = Array.from({ length: 8 }, (_, at) => `call-${at}`);
let kinesis: KinesisServer;
beforeAll(async () => void (kinesis = await startKinesis()));
afterAll(() => kinesis.dispose());

class Member {
  readonly heard: Delivery[] = [];
  readonly lost: number[][] = [];
  /** What a handler waits for. */
  gate: Promise<void> = Promise.resolve();

  constructor(readonly bus: EventBus) {}

  subscribe(over: Partial<SubscribeOptions> = {}) {
    return this.bus.subscribe({
      ...{ topic, as: { group: 'stage' }, acknowledge: 'manual' },
      handle: async (delivery) => {
        await this.gate;
        this.heard.push(delivery);
      },
      onLost: (partitions) => void this.lost.push([...partitions]),
      ...over,
    });
  }

  get texts(): string[] {
    return this.heard.map((delivery) => `${delivery.key}#${textOf(delivery)}`);
  }

  get partitions(): number[] {
    return [...new Set(this.heard.map(({ partition }) => partition))].sort();
  }
}

const publishAll = (bus: EventBus, text: string) =>
  Promise.all(keys.map((key) => bus.publish(topic, key, bytes(text))));
const all = (text: string) => keys.map((key) => `${key}#${text}`);

/** The leases of the one group there is, whatever its stream is called. */
function watched(leases: InMemoryShardLeases): { leases: ShardLeases; table(): LeaseTable } {
  let table: LeaseTable = { members: [], leases: [] };
  const watching: ShardLeases = Object.assign(Object.create(leases) as ShardLeases, {
    renew: async (...args: Parameters<ShardLeases['renew']>) => (table = await leases.renew(...args)),
  });
  return { leases: watching, table: () => table };
}

describe('members of a group on Kinesis', () => {
  it('hand over in good order: the one stolen from says what it lost, and what it acknowledged does not come again', async () => {
    const settings = settingsFor(kinesis.endpoint);
    const leases = freshLeases();
    const first = new Member(aKinesisBus(settings, leases));
    const second = new Member(aKinesisBus(settings, leases));
    await first.subscribe();
    await publishAll(first.bus, '0');
    await publishAll(first.bus, '1');
    await until(() => first.heard.length === 2 * keys.length, 'all at the first');
    for (const delivery of first.heard) if (textOf(delivery) === '0') delivery.acknowledge();
    await second.subscribe();
    const taken = first.lost.flat().sort();
    expect(taken).toHaveLength(2);
    const theirs = first.heard.filter(({ partition }) => taken.includes(partition));
    await until(() => second.heard.length === theirs.length / 2, 'what was not acknowledged, at the second');
    expect(second.texts.sort()).toEqual(
      theirs
        .filter((delivery) => textOf(delivery) === '1')
        .map(({ key }) => `${key}#1`)
        .sort(),
    );
    expect(second.partitions.every((partition) => taken.includes(partition))).toBe(true);
    // Acknowledging what was lost has no effect any more, the rest does.
    for (const delivery of first.heard) delivery.acknowledge();
    await first.bus.close();
    await second.bus.close();
    const third = new Member(aKinesisBus(settings, leases));
    await third.subscribe();
    await until(() => third.heard.length >= second.heard.length, 'what nobody acknowledged');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(third.texts.sort()).toEqual(second.texts.sort());
    await third.bus.close();
  }, 120_000);

  it('wait for the handler under way before they hand over', async () => {
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
        first.heard.push(delivery);
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
    await until(() => first.heard.length + second.heard.length === 2 * keys.length, 'the second ones');
    expect([...first.texts, ...second.texts].sort()).toEqual([...all('0'), ...all('1')].sort());
    await first.bus.close();
    await second.bus.close();
  }, 120_000);

  it('take over from one that is dead, from its last checkpoints on', async () => {
    const settings = settingsFor(kinesis.endpoint);
    const leases = freshLeases();
    const clock = new StoppableClock();
    const dead = new Member(aKinesisBus(settings, leases, { clock }));
    const living = new Member(aKinesisBus(settings, leases));
    await dead.subscribe();
    await living.subscribe();
    await publishAll(living.bus, '0');
    await until(() => dead.heard.length + living.heard.length === keys.length, 'the first ones');
    expect(dead.heard.length).toBeGreaterThan(0);
    clock.stop();
    await publishAll(living.bus, '1');
    const theirs = dead.heard.map(({ key }) => key);
    await until(
      () => theirs.every((key) => living.texts.includes(`${key}#0`)),
      'what the dead one had not acknowledged',
    );
    await until(() => all('1').every((text) => living.texts.includes(text)), 'what came later');
    clock.goOn();
    await dead.bus.close();
    await living.bus.close();
  }, 120_000);

  it('that slept and wake up say what they lost, and cannot move their successor’s checkpoint', async () => {
    const settings = settingsFor(kinesis.endpoint, { maxShards: 1 });
    const watch = watched(freshLeases());
    const clock = new StoppableClock();
    const zombie = new Member(aKinesisBus(settings, watch.leases, { clock }));
    const next = new Member(aKinesisBus(settings, watch.leases));
    await zombie.subscribe();
    await publishAll(next.bus, '0');
    await until(() => zombie.heard.length === keys.length, 'all at the zombie');
    clock.stop();
    await next.subscribe();
    await until(() => next.heard.length === keys.length, 'all at its successor');
    next.heard.slice(0, 3).forEach((delivery) => delivery.acknowledge());
    await until(() => watch.table().leases[0]?.checkpoint != null, 'the checkpoint of the successor');
    const checkpoint = watch.table().leases[0]?.checkpoint;

    // It acknowledges everything in the moment it wakes up, before it can know.
    for (const delivery of zombie.heard) delivery.acknowledge();
    clock.goOn();
    await until(() => zombie.lost.length > 0, 'the zombie hears that it is one');
    expect(zombie.lost).toEqual([[0]]);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(watch.table().leases[0]?.checkpoint).toBe(checkpoint);
    expect(zombie.heard).toHaveLength(keys.length);
    await zombie.bus.close();
    await next.bus.close();
  }, 120_000);

  it('stop when the store of leases is away for as long as a lease, and begin again when it is back', async () => {
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
    await until(() => member.heard.length === keys.length, 'the first ones');
    isAway = true;
    await until(() => member.lost.length > 0, 'all is lost');
    expect(member.lost.flat().sort()).toEqual([0, 1, 2, 3]);
    await publishAll(member.bus, '1');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(member.heard).toHaveLength(keys.length);
    isAway = false;
    await until(() => member.heard.length === 3 * keys.length, 'everything that was not acknowledged');
    expect(member.texts.slice(keys.length).sort()).toEqual([...all('0'), ...all('1')].sort());
    await member.bus.close();
  }, 120_000);

  it('count what a group has not acknowledged, whoever reads it or nobody', async () => {
    const settings = settingsFor(kinesis.endpoint);
    const leases = freshLeases();
    const member = new Member(aKinesisBus(settings, leases));
    const other = aKinesisBus(settings, leases);
    const backlog = (bus: typeof other) => bus.backlogMessages(topic, 'stage');
    await publishAll(member.bus, '0');
    expect(await backlog(other)).toBe(keys.length);
    await member.subscribe();
    await until(() => member.heard.length === keys.length, 'all');
    expect(await backlog(member.bus as typeof other)).toBe(keys.length);
    member.heard.slice(0, 8).forEach((delivery) => delivery.acknowledge());
    expect(await backlog(member.bus as typeof other)).toBe(0);
    await until(async () => (await backlog(other)) === 0, 'the other process knows');
    expect(await other.backlogMessages(topic, 'unheard of')).toBe(keys.length);
    await publishAll(member.bus, '1');
    await until(async () => (await backlog(other)) === keys.length, 'the other process knows again');
    await member.bus.close();
    expect(await backlog(other)).toBe(keys.length);
    await other.close();
  }, 120_000);

  it('begin anew on a stream that was deleted and made again', async () => {
    const settings = settingsFor(kinesis.endpoint, { leaseMs: 1_000 });
    const member = new Member(aKinesisBus(settings));
    await member.subscribe({ acknowledge: 'on-return' });
    const instance: string[] = [];
    await member.bus.subscribe({
      ...{ topic, as: { everyInstance: true }, acknowledge: 'on-return' },
      handle: async (delivery) => void instance.push(textOf(delivery)),
    });
    await publishAll(member.bus, '0');
    await until(() => member.heard.length === keys.length && instance.length === keys.length, 'the first ones');
    const client = new KinesisClient({
      ...{ region: settings.region, endpoint: kinesis.endpoint },
      requestHandler: new NodeHttpHandler(),
    });
    // The time of its making tells it from the first one, to the second.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await client.send(new DeleteStreamCommand({ StreamName: `${settings.streamPrefix}${topic}` }));
    client.destroy();
    await until(() => member.lost.length > 0, 'all is lost');
    await publishAll(member.bus, '1');
    await until(() => all('1').every((text) => member.texts.includes(text)), 'those on the new stream');
    await until(() => instance.filter((text) => text === '1').length === keys.length, 'the instance hears them too');
    await member.bus.close();
  }, 120_000);
});
