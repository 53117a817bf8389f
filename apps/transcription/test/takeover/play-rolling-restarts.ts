import { encodeEvent } from '@earshot/contracts';
import { EmbeddedEventBus } from '@earshot/event-bus';
import { systemClock } from '@earshot/runtime';
import { InMemoryTranscriptProgress } from '@earshot/testing';
import type { Harness } from '../harness.js';
import { TestCall } from '../test-call.js';
import type { Outcome } from './difference.js';
import { Owner, type OwnerTools } from './owner.js';
import { feed, turn, watchForStall, type Play } from './play.js';
import { FaultInjector } from './fault-injector.js';
import { Published } from './published.js';

/** Plays calls at once. Every `everyEffects` effects another process joins and the oldest one drains. */
export async function playRollingRestarts(
  calls: readonly Play['call'][],
  engines: OwnerTools['engines'],
  everyEffects: number,
): Promise<Outcome[]> {
  const bus = new EmbeddedEventBus(systemClock);
  const store = new InMemoryTranscriptProgress();
  const published = new Published();
  await published.subscribe(bus);
  const join = async () => {
    const owner = new Owner({ bus, store, engines }, new FaultInjector());
    await owner.join();
    return owner;
  };
  const owners = [await join()];
  const publish: Pick<Harness, 'publish'> = {
    publish: (topic, event) => bus.publish(topic, event.callId, encodeEvent(event)),
  };
  const sources = calls.map((call) => new TestCall(publish, call.id, call));
  let isFed = false;
  const untilMs = Math.max(...calls.map((call) => call.untilMs));
  void Promise.all(sources.map((source) => feed(source, untilMs, 100))).then(() => (isFed = true));
  const isStalled = watchForStall();
  let effects = 0;
  for (let restarts = 1; (!isFed || bus.heldMessages('calls.audio') > 0) && !isStalled();) {
    await turn();
    effects = owners.reduce((sum, owner) => sum + owner.faults.effects, 0);
    if (effects < restarts * everyEffects) continue;
    restarts += 1;
    owners.push(await join());
    const oldest = owners.length > 2 ? owners[owners.length - 3] : undefined;
    await oldest?.calls.drain();
    await oldest?.leave();
  }
  await bus.close();
  return sources.map(({ id }) => ({ published, callId: id }));
}
