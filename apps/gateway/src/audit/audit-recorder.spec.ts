import { callIdSchema, parseEvent, type AuditedAccess, type EventOf } from '@earshot/contracts';
import { Failure, type EventBus } from '@earshot/ports';
import { EventPublisher } from '@earshot/runtime';
import { CapturingLogger, ManualClock } from '@earshot/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { AuditRecorder, type NewAccess } from './audit-recorder.js';

const START = 1_790_000_000_000;

const access = (over: Partial<NewAccess> = {}): NewAccess => ({
  tenant: 'default',
  principal: 'key:mia',
  subject: 'Mia',
  kind: 'SERVICE',
  action: 'READ',
  callId: callIdSchema.parse('call-1'),
  address: '192.0.2.1',
  details: [],
  ...over,
});

/** A bus that takes each message when the test says so. */
class StalledBus {
  readonly messages: EventOf<'access.recorded'>[] = [];
  readonly waiting: { resolve(): void; reject(error: Failure): void }[] = [];

  publish(_topic: string, _key: string, value: Uint8Array): Promise<void> {
    const event = parseEvent(value);
    if (!event.ok) throw new Error(event.error.detail);
    this.messages.push(event.value as EventOf<'access.recorded'>);
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  takeNext(): void {
    this.waiting.shift()?.resolve();
  }

  failNext(code: 'BUS_UNAVAILABLE' | 'BUS_CLOSED'): void {
    this.waiting.shift()?.reject(new Failure(code, 'no', { retryable: code !== 'BUS_CLOSED' }));
  }
}

describe('AuditRecorder', () => {
  let bus: StalledBus;
  let clock: ManualClock;
  let recorder: AuditRecorder;
  let ids: number;

  beforeEach(() => {
    [bus, clock, ids] = [new StalledBus(), new ManualClock(START), 0];
    const newId = () => `id-${(ids += 1)}`;
    const publisher = new EventPublisher<'gateway'>({ bus: bus as unknown as EventBus, clock, newId });
    recorder = new AuditRecorder({ publisher, clock, newId, logger: new CapturingLogger() });
  });

  const record = (over: Partial<NewAccess> = {}) => {
    const state = { outcome: 'waiting' };
    void recorder.recordAccess(access(over)).then(
      () => (state.outcome = 'recorded'),
      (error: Failure) => (state.outcome = error.code),
    );
    return state;
  };
  const settle = () => clock.advance(0);
  const countsOf = (event: EventOf<'access.recorded'> | undefined) =>
    event?.data.accesses.map(({ action, count }: AuditedAccess) => [action, count]);

  it('answers nobody before the bus has the access', async () => {
    const read = record();
    await settle();
    expect(read.outcome).toBe('waiting');
    bus.takeNext();
    await settle();
    expect(read.outcome).toBe('recorded');
    expect(bus.messages[0]?.data.accesses).toEqual([{ ...access(), count: 1, firstAtMs: START, lastAtMs: START }]);
  });

  it('publishes a flood of 10,000 equal reads with two events, and counts each', async () => {
    const reads = [record({ details: ['call'] })];
    await settle();
    for (let n = 1; n < 10_000; n += 1) reads.push(record({ details: [n % 2 === 0 ? 'call' : 'segments'] }));
    await clock.advance(20);
    reads.push(record());
    bus.takeNext();
    await settle();
    expect(reads.filter(({ outcome }) => outcome === 'recorded')).toHaveLength(1);
    bus.takeNext();
    await settle();
    expect(reads.every(({ outcome }) => outcome === 'recorded')).toBe(true);
    expect(bus.messages.map(countsOf)).toEqual([[['READ', 1]], [['READ', 10_000]]]);
    expect(bus.messages[1]?.data.accesses[0]).toMatchObject({
      ...{ details: ['segments', 'call'], firstAtMs: START, lastAtMs: START + 20 },
    });
  });

  it('keeps apart what differs in who, what, which call or from where', async () => {
    record();
    await settle();
    const others = [{ action: 'HEAR' }, { callId: null }, { address: null }, { principal: 'key:ben' }] as const;
    for (const other of others) record(other);
    bus.takeNext();
    await settle();
    expect(bus.messages[1]?.data.accesses).toHaveLength(4);
  });

  it('refuses after 5 seconds what the bus does not take, and records it nevertheless', async () => {
    const [first, second] = [record(), record({ action: 'HEAR' })];
    await clock.advance(4_999);
    expect([first.outcome, second.outcome]).toEqual(['waiting', 'waiting']);
    await clock.advance(1);
    expect([first.outcome, second.outcome]).toEqual(['AUDIT_UNAVAILABLE', 'AUDIT_UNAVAILABLE']);
    bus.failNext('BUS_UNAVAILABLE');
    await settle();
    await clock.advance(500);
    bus.takeNext();
    await settle();
    bus.takeNext();
    const later = record();
    await settle();
    bus.takeNext();
    await settle();
    expect(later.outcome).toBe('recorded');
    expect(new Set(bus.messages.map(({ id }) => id)).size).toBe(bus.messages.length - 1);
    const recorded = new Map(bus.messages.map((event) => [event.id, event.data.accesses]));
    expect([...recorded.values()].flat()).toHaveLength(3);
  });

  it('begins another access where one has as many details as it may, so that every event can be read', async () => {
    record();
    await settle();
    const failures = Array.from({ length: 70 }, (_, n) =>
      record({ action: 'SIGN_IN_FAILED', details: [`password:${String(n).padStart(8, '0')}`] }),
    );
    await settle();
    for (let n = 0; n < 2; n += 1) {
      bus.takeNext();
      await settle();
    }
    expect(failures.every(({ outcome }) => outcome === 'recorded')).toBe(true);
    expect(countsOf(bus.messages[1])).toEqual([32, 32, 6].map((count) => ['SIGN_IN_FAILED', count]));
    expect(new Set(bus.messages[1]?.data.accesses.flatMap(({ details }) => details)).size).toBe(70);
  });

  it('refuses an access that the contract does not allow, and records the others', async () => {
    const refusals: string[] = [];
    for (const wrong of [{ address: 'a'.repeat(65) }, { details: ['+1 415 555 0199'] }])
      void recorder.recordAccess(access(wrong)).catch(({ message }: Error) => refusals.push(message));
    await settle();
    expect(refusals).toEqual(['address', 'details.0'].map((field) => `The audit cannot keep this access: ${field}.`));
    const read = record();
    await settle();
    bus.takeNext();
    await settle();
    expect(read.outcome).toBe('recorded');
  });

  it('refuses more different accesses than may wait, and still counts equal ones', async () => {
    record();
    await settle();
    for (let n = 0; n < 10_000; n += 1) record({ principal: `key:${n}` });
    const [tooMany, equal] = [record({ principal: 'key:late' }), record({ principal: 'key:7' })];
    await settle();
    expect([tooMany.outcome, equal.outcome]).toEqual(['AUDIT_UNAVAILABLE', 'waiting']);
  });

  it('leaves places to those who proved who they are, and gives the places of nobody again', async () => {
    record();
    await settle();
    const fail = (address: string) =>
      record({ principal: 'nobody', kind: 'NOBODY', action: 'SIGN_IN_FAILED', address });
    for (let n = 0; n < 1_000; n += 1) fail(`a-${n}`);
    const [tooMany, known] = [fail('late'), record({ action: 'HEAR' })];
    await settle();
    expect([tooMany.outcome, known.outcome]).toEqual(['AUDIT_UNAVAILABLE', 'waiting']);
    // The event on its way, and the first 200 that waited.
    for (let n = 0; n < 2; n += 1) {
      bus.takeNext();
      await settle();
    }
    const later = fail('later');
    await settle();
    expect(later.outcome).toBe('waiting');
  });

  it('refuses what waits when the bus is closed', async () => {
    const read = record();
    await settle();
    bus.failNext('BUS_CLOSED');
    await settle();
    expect(read.outcome).toBe('AUDIT_UNAVAILABLE');
    await recorder.close();
  });

  it('does not wait for ever to close', async () => {
    record();
    await settle();
    const closing = recorder.close();
    await clock.advance(5_000);
    await closing;
  });

  it('publishes what waits before it closes', async () => {
    record();
    await settle();
    const last = record({ action: 'HEAR' });
    const closing = recorder.close();
    bus.takeNext();
    await settle();
    bus.takeNext();
    await closing;
    await settle();
    expect(last.outcome).toBe('recorded');
  });
});
