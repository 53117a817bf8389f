import { describe, expect, it } from '@jest/globals';
import { brokenEventBuses, breakEventBus, eventBusConformance } from '@earshot/testing';
import { services } from '@earshot/contracts';
import type { Clock } from '@earshot/ports';
import { createEventBus } from '../create-event-bus.js';
import { EmbeddedEventBus } from './embedded-event-bus.js';

const clock: Clock = {
  nowMs: () => Date.now(),
  schedule: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};
const create = () => new EmbeddedEventBus(clock);

describe('EmbeddedEventBus', () => {
  for (const { promise, run } of eventBusConformance) it(promise, () => run(create));

  it('makes publishers wait while a group is full and loses no message', async () => {
    const bus = create();
    let open = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    let handled = 0;
    await bus.subscribe({
      topic: 'calls.transcript',
      as: { group: 'slow' },
      acknowledge: 'on-return',
      handle: async () => {
        await gate;
        handled += 1;
      },
    });
    const total = 70_000;
    let accepted = 0;
    const publishing = (async () => {
      for (let n = 0; n < total; n += 1) {
        await bus.publish('calls.transcript', `call-${n % 50}`, new Uint8Array(1));
        accepted += 1;
      }
    })();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(accepted).toBe(65_536);
    open();
    await publishing;
    while (handled < total) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(bus.heldMessages('calls.transcript')).toBe(0);
    await bus.close();
  });

  it('reports no message as durable that it discards on close', async () => {
    const bus = create();
    await bus.subscribe({
      topic: 'calls.transcript',
      as: { group: 'slow' },
      acknowledge: 'manual',
      handle: async () => {},
    });
    await bus.publish('calls.transcript', 'a', new Uint8Array(1));
    const durable = bus.whenDurable('calls.transcript', 'a');
    const closing = bus.close();
    await expect(durable).rejects.toMatchObject({ code: 'BUS_CLOSED' });
    await closing;
  });

  it('refuses a process that does not run every service', () => {
    expect(() => createEventBus({ kind: 'embedded', inProcess: ['transcription'], clock })).toThrow(
      expect.objectContaining({ code: 'BUS_EMBEDDED_NEEDS_ONE_PROCESS' }),
    );
    expect(createEventBus({ kind: 'embedded', inProcess: services, clock })).toBeInstanceOf(EmbeddedEventBus);
  });
});

describe('the conformance suite', () => {
  for (const [name, { breaks }] of Object.entries(brokenEventBuses)) {
    it(`fails a bus that ${name}`, async () => {
      const broken = eventBusConformance.find(({ promise }) => promise === breaks);
      await expect(broken?.run(() => breakEventBus(create(), name))).rejects.toThrow();
    }, 20_000);
  }
});
