import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brokenEventBuses, breakEventBus, eventBusConformance, eventBusConformanceWithin } from '@earshot/testing';
import { services } from '@earshot/contracts';
import type { Clock, Delivery } from '@earshot/ports';
import { createEventBus } from '../create-event-bus.js';
import { EmbeddedEventBus } from './embedded-event-bus.js';
import { MessageJournal } from './journal/message-journal.js';

const clock: Clock = {
  nowMs: () => Date.now(),
  schedule: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};
const create = () => new EmbeddedEventBus(clock);
const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 1));

describe('EmbeddedEventBus', () => {
  for (const { promise, run } of eventBusConformance) it(promise, () => run(create), 240_000);

  describe('with a journal', () => {
    let directory: string;
    const openJournal = () =>
      new MessageJournal({
        directory,
        clock,
        onFailure: (error) => {
          throw error;
        },
      });
    const start = () => new EmbeddedEventBus(clock, openJournal());
    beforeEach(() => {
      directory = mkdtempSync(join(tmpdir(), 'earshot-bus-'));
    });
    afterEach(() => rmSync(directory, { recursive: true, force: true }));

    for (const { promise, run } of eventBusConformance) it(promise, () => run(start), 240_000);

    it('gives the next process what a group did not acknowledge, and keeps no transcript', async () => {
      const journal = openJournal();
      const died = new EmbeddedEventBus(clock, journal);
      const noneAcknowledged = { acknowledge: 'manual', handle: async () => {} } as const;
      for (const topic of ['calls.lifecycle', 'calls.transcript'] as const) {
        await died.subscribe({ topic, as: { group: 'waiting' }, ...noneAcknowledged });
        await died.subscribe({ topic, as: { group: 'quick' }, acknowledge: 'on-return', handle: async () => {} });
        await died.publish(topic, 'call', new TextEncoder().encode(`on ${topic}`));
      }
      await died.whenAcknowledged('calls.lifecycle', 'quick');
      await journal.whenWritten();
      expect(
        readdirSync(directory)
          .map((name) => readFileSync(join(directory, name), 'utf8'))
          .join(),
      ).not.toContain('on calls.transcript');

      const next = start();
      const received: string[] = [];
      for (const topic of ['calls.lifecycle', 'calls.transcript'] as const) {
        for (const group of ['waiting', 'quick']) {
          const handle = async ({ value }: Delivery) =>
            void received.push(`${group}: ${new TextDecoder().decode(value)}`);
          await next.subscribe({ topic, as: { group }, acknowledge: 'on-return', handle });
        }
      }
      await next.whenAcknowledged('calls.lifecycle', 'waiting');
      expect(received).toEqual(['waiting: on calls.lifecycle']);
      await next.close();
      await died.close();
    });
  });

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
    while (accepted < 65_536) await nextTurn();
    for (let turn = 0; turn < 50; turn += 1) await nextTurn();
    expect(accepted).toBe(65_536);
    open();
    await publishing;
    while (handled < total) await nextTurn();
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
  /** A broken bus never delivers some message, so each case waits this long in vain. */
  const cases = eventBusConformanceWithin(5_000);
  for (const [name, { breaks }] of Object.entries(brokenEventBuses)) {
    it(`fails a bus that ${name}`, async () => {
      const broken = cases.find(({ promise }) => promise === breaks);
      await expect(broken?.run(() => breakEventBus(create(), name))).rejects.toThrow();
    }, 240_000);
  }
});
