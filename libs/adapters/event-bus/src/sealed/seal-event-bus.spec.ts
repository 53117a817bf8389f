import { MAX_EVENT_BYTES } from '@earshot/contracts';
import { canKeepMessages, canPing, canReadBacklog, Failure, type Clock, type EventBus } from '@earshot/ports';
import { eventBusConformance, TestMessageSealer } from '@earshot/testing';
import { describe, expect, it } from '@jest/globals';
import { EmbeddedEventBus } from '../embedded/embedded-event-bus.js';
import { sealEventBus } from './seal-event-bus.js';

const clock: Clock = {
  nowMs: () => Date.now(),
  schedule: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};
const isAboutSize = (promise: string): boolean => promise.includes('1 MiB');

/** What a subscriber of the bus gets first. */
const firstOf = (bus: EventBus, topic: 'calls.audio' | 'calls.lifecycle'): Promise<Uint8Array> =>
  new Promise((resolve) => {
    const handle = async ({ value }: { value: Uint8Array }) => resolve(value);
    void bus.subscribe({ topic, as: { everyInstance: true }, acknowledge: 'on-return', handle });
  });

describe('sealEventBus', () => {
  // Sealing adds bytes, so the largest message is smaller; a test below shows it.
  for (const { promise, run } of eventBusConformance.filter((each) => !isAboutSize(each.promise)))
    it(promise, () => run(() => sealEventBus(new EmbeddedEventBus(clock), new TestMessageSealer())), 240_000);

  it('takes a message of almost 1 MiB', async () => {
    const bus = sealEventBus(new EmbeddedEventBus(clock), new TestMessageSealer());
    const message = new Uint8Array(MAX_EVENT_BYTES - 256).fill(7);
    const received = firstOf(bus, 'calls.audio');
    await bus.publish('calls.audio', 'call', message);
    expect(Buffer.from(await received).equals(message)).toBe(true);
    await expect(bus.publish('calls.audio', 'call', new Uint8Array(MAX_EVENT_BYTES))).rejects.toMatchObject({
      code: 'BUS_MESSAGE_TOO_LARGE',
    });
    await bus.close();
  });

  it('seals the topics that hold what was said, and no others', async () => {
    const inner = new EmbeddedEventBus(clock);
    const bus = sealEventBus(inner, new TestMessageSealer());
    const [audio, lifecycle] = [firstOf(inner, 'calls.audio'), firstOf(inner, 'calls.lifecycle')];
    for (const topic of ['calls.audio', 'calls.lifecycle'] as const)
      await bus.publish(topic, 'call', Buffer.from('spoken words'));
    expect(Buffer.from(await audio).includes('words')).toBe(false);
    expect(Buffer.from(await lifecycle).toString()).toBe('spoken words');
    await bus.close();
  });

  it('seals the topics that hold numbers if it is told so, and opens them in any case', async () => {
    const inner = new EmbeddedEventBus(clock);
    const sealer = new TestMessageSealer();
    const [stored, read] = [firstOf(inner, 'calls.lifecycle'), firstOf(sealEventBus(inner, sealer), 'calls.lifecycle')];
    await sealEventBus(inner, sealer, { sealsNumbers: true }).publish('calls.lifecycle', 'call', Buffer.from('+1206'));
    expect(Buffer.from(await stored).includes('+1206')).toBe(false);
    expect(Buffer.from(await read).toString()).toBe('+1206');
    await inner.close();
  });

  it('delivers what cannot be opened as it is, and waits while the key service is away', async () => {
    const inner = new EmbeddedEventBus(clock);
    const sealer = new TestMessageSealer();
    let failures = 0;
    const open = async () => {
      failures += 1;
      throw failures === 1
        ? new Failure('STORE_UNAVAILABLE', 'away', { retryable: true })
        : new Failure('SEALED_DAMAGED', 'changed');
    };
    const bus = sealEventBus(inner, { seal: (...args) => sealer.seal(...args), open });
    const received = firstOf(bus, 'calls.audio');
    await inner.publish('calls.audio', 'call', Buffer.from('not sealed'));
    expect(Buffer.from(await received).toString()).toBe('not sealed');
    expect(failures).toBe(2);
    await bus.close();
  });

  it('has the abilities of its bus', () => {
    const inner = new EmbeddedEventBus(clock);
    const bus = sealEventBus(inner, new TestMessageSealer());
    for (const can of [canKeepMessages, canPing, canReadBacklog]) expect(can(bus)).toBe(can(inner));
    expect(bus.isDurable).toBe(inner.isDurable);
  });
});
