import { encodeEvent, type CallId } from '@earshot/contracts';
import { EmbeddedEventBus } from '@earshot/event-bus';
import type { EventBus, TranscriptProgressStore } from '@earshot/ports';
import { systemClock } from '@earshot/runtime';
import { InMemoryTranscriptProgress } from '@earshot/testing';
import { TestCall, type CallOptions } from '../test-call.js';
import { Owner, type OwnerTools } from './owner.js';
import { FaultInjector } from './fault-injector.js';
import { Published } from './published.js';

export interface Failing {
  readonly atEffect: number;
  readonly end: 'before' | 'after';
  /** The owner was only frozen. It resumes after this many effects of its successor, and learns late that it was replaced. */
  readonly comesBackAfter?: number;
}

/** A build that is broken on purpose, by wrappers around the bus, the store or the deliveries of an owner. */
export interface Broken {
  /** The fault shows in the participants of segments, not in the words. */
  readonly comparesSegments?: boolean;
  bus?(bus: EventBus): EventBus;
  store?(store: TranscriptProgressStore): TranscriptProgressStore;
  /** Created for each owner. */
  onDelivery?(): NonNullable<OwnerTools['onDelivery']>;
}

export interface Play {
  readonly call: CallOptions & { readonly id: string; readonly untilMs: number; readonly frameMs?: number };
  engines(): OwnerTools['engines'];
  readonly failures?: readonly Failing[];
  readonly broken?: Broken;
  /** Runs once for each effect of the current owner. */
  readonly meddle?: (store: TranscriptProgressStore, callId: CallId, effects: number) => Promise<void>;
}

/**
 * A play takes up to 3,000 turns of the event loop. A play that takes this many is ended, and its call is not completed. A limit in
 * seconds would depend on how busy the machine is.
 */
const STALLED_TURNS = 100_000;
export const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Returns what a play calls in each turn. It tells whether the play takes too many. */
export function watchForStall(): () => boolean {
  let turns = 0;
  return () => (turns += 1) > STALLED_TURNS;
}

/** Plays a call until everything is acknowledged. Each owner but the last one fails. */
export async function play(options: Play): Promise<{ published: Published; callId: CallId; effects: number }> {
  const { call, failures = [], broken = {} } = options;
  const bus = new EmbeddedEventBus(systemClock);
  const store = new InMemoryTranscriptProgress();
  const published = new Published();
  await published.subscribe(bus);
  const isStalled = watchForStall();
  const engines = options.engines();
  const newOwner = (faults: FaultInjector) =>
    new Owner(
      {
        bus: broken.bus?.(bus) ?? bus,
        store: broken.store?.(store) ?? store,
        engines,
        ...(broken.onDelivery && { onDelivery: broken.onDelivery() }),
      },
      faults,
    );
  let owner = newOwner(new FaultInjector(failures[0]));
  await owner.join();
  const source = new TestCall(
    { publish: (topic, event) => bus.publish(topic, event.callId, encodeEvent(event)) },
    call.id,
    call,
  );
  const feeding = feed(source, call.untilMs, call.frameMs ?? 100);
  const frozenOwners: Promise<void>[] = [];
  let isFed = false;
  const isOver = () => (isFed && bus.heldMessages('calls.audio') === 0) || isStalled();
  void feeding.then(() => (isFed = true));
  for (let failed = 0, meddled = 0; !isOver();) {
    await turn();
    if (options.meddle && owner.faults.effects > meddled)
      await options.meddle(store, source.id, (meddled = owner.faults.effects));
    if (owner.faults.isRunning) continue;
    const failure = failures[failed++];
    const replaced = owner;
    await replaced.leave();
    owner = newOwner(new FaultInjector(failures[failed]));
    await owner.join();
    if (failure?.comesBackAfter !== undefined)
      frozenOwners.push(resume(replaced, owner, failure.comesBackAfter, isOver));
  }
  await Promise.all(frozenOwners);
  for (let n = 0; n < 20; n++) await turn();
  await bus.close();
  return { published, callId: source.id, effects: owner.faults.effects };
}

/** Publishes a call as ingest would, with pauses in which it can be transcribed. */
export async function feed(call: TestCall, untilMs: number, frameMs: number): Promise<void> {
  await call.open();
  for (let ms = frameMs; ms <= untilMs; ms += frameMs) {
    await call.talkUntil(ms, frameMs);
    if ((ms / frameMs) % 4 === 0) await turn();
  }
  await call.close();
}

/** The frozen process resumes where it was, at first without knowing that it was replaced. */
async function resume(frozen: Owner, successor: Owner, afterEffects: number, isOver: () => boolean): Promise<void> {
  while (successor.faults.effects < afterEffects && !isOver()) await turn();
  frozen.faults.resumeProcess();
  for (let n = 0; n < 10; n++) await turn();
  frozen.lose();
}
