import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CallStartAnswer } from '@earshot/ports';
import { bytes } from './ingest-steps.js';
import { BEGAN_AT_MS, FRAGMENT_BYTES, FRAGMENT_MS, StreamedContact, StreamedLeg } from './kvs-phone-system.js';
import { KvsUnderTest } from './kvs-under-test.js';

jest.setTimeout(60_000);

/** What the customer's program says about calls, by id. Others are as the platform says. */
const answers = new Map<string, Promise<CallStartAnswer>>();
const asked: unknown[] = [];

let kvs: KvsUnderTest;
beforeAll(async () => {
  kvs = await KvsUnderTest.open({
    askAboutStart: (callId, event) => {
      asked.push(event);
      return answers.get(callId) ?? Promise.resolve({ shouldProcess: true });
    },
  });
});
afterAll(() => kvs.close());

describe('a contact of Amazon Connect', () => {
  it('has the customer on track 0, and what the customer hears on track 1', async () => {
    const contact = new StreamedContact(kvs.aws, 'contact-1');
    contact.start();
    await contact.stream.untilSessions(1);
    const said: Buffer[][] = [[], []];
    for (let at = 0; at < 5; at += 1) {
      const [customer, agent] = [Buffer.from(bytes(FRAGMENT_BYTES)), Buffer.from(bytes(FRAGMENT_BYTES))];
      contact.speak(at * FRAGMENT_MS, customer, agent);
      said[0]?.push(customer);
      said[1]?.push(agent);
    }
    contact.sendEvent('DISCONNECTED');
    await kvs.passTimeUntil(() => kvs.isEnded('contact-1'));
    kvs.expectSaid('contact-1', 0, ...(said[0] ?? []));
    kvs.expectSaid('contact-1', 1, ...(said[1] ?? []));
    expect(await kvs.bus.next('contact-1', 'call.started')).toMatchObject({
      data: { source: 'amazon-connect', customerNumber: '+15555550123', systemNumber: '+15555550199' },
    });
    expect(await kvs.bus.next('contact-1', 'stream.opened')).toMatchObject({
      data: { participants: [{ role: 'CUSTOMER' }, { role: 'AGENT' }] },
    });
  });

  it('gets the name of the agent who takes it', async () => {
    kvs.aws.users.set('a1', { Username: 'ann', IdentityInfo: { FirstName: 'Ann', LastName: 'Lee' } });
    const contact = new StreamedContact(kvs.aws, 'contact-2');
    contact.start();
    await contact.stream.untilSessions(1);
    contact.sendEvent('CONNECTED_TO_AGENT', 'a1');
    expect(await kvs.bus.next('contact-2', 'call.changed')).toMatchObject({ data: { agentId: 'Ann Lee (ann)' } });
    contact.sendEvent('DISCONNECTED');
    await kvs.passTimeUntil(() => kvs.isEnded('contact-2'));
  });

  it('that is not streamed makes no call, also when an agent takes it', async () => {
    kvs.aws.users.set('a2', { Username: 'bob' });
    const contact = new StreamedContact(kvs.aws, 'contact-3');
    contact.sendEvent('CONNECTED_TO_AGENT', 'a2');
    await kvs.passTime(3_000);
    expect(kvs.bus.of('contact-3')).toEqual([]);
    contact.start();
    await kvs.passTimeUntil(() => kvs.bus.types('contact-3').includes('call.changed'));
    expect(await kvs.bus.next('contact-3', 'call.changed')).toMatchObject({ data: { agentId: 'bob' } });
    contact.sendEvent('DISCONNECTED');
    await kvs.passTimeUntil(() => kvs.isEnded('contact-3'));
  });
});

describe("what a customer's program says about a call", () => {
  const speakOnce = (leg: StreamedLeg) => leg.speak(0, bytes(FRAGMENT_BYTES));

  it('counts for the call, which has its beginning however long the program takes', async () => {
    let answer = (_: CallStartAnswer) => {};
    answers.set('asked', new Promise((resolve) => (answer = resolve)));
    const leg = new StreamedLeg(kvs.aws, 'asked', false);
    leg.start();
    const said = Buffer.from(bytes(FRAGMENT_BYTES));
    leg.speak(0, said);
    await kvs.passTimeUntil(() => asked.some((event) => JSON.stringify(event).includes('"asked"')));
    leg.end();
    await kvs.passTimeUntil(() => kvs.aws.queue.size === 1);
    answer({
      shouldProcess: true,
      isCaller: false,
      agentId: 'ann',
      fromNumber: '+1',
      toNumber: '+2',
      language: 'de-DE',
      metadata: '{"ticket":"7"}',
      shouldRecord: false,
    });
    await kvs.passTimeUntil(() => kvs.isEnded('asked'));
    expect(await kvs.bus.next('asked', 'call.started')).toMatchObject({
      data: {
        agentId: 'ann',
        customerNumber: '+1',
        systemNumber: '+2',
        language: 'de-DE',
        metadata: { ticket: '7' },
      },
    });
    expect(await kvs.bus.next('asked', 'stream.opened')).toMatchObject({
      data: { participants: [{ role: 'AGENT' }, { role: 'CUSTOMER' }] },
    });
    kvs.expectSaid('asked', 0, said);
  });

  it('lets a call wait until an event starts its processing', async () => {
    answers.set('waiting', Promise.resolve({ shouldProcess: false }));
    const leg = new StreamedLeg(kvs.aws, 'waiting', true);
    leg.start();
    await leg.stream.untilSessions(1);
    expect(await kvs.bus.next('waiting', 'call.started')).toMatchObject({ data: { awaitsStart: true } });
    expect(kvs.bus.types('waiting')).not.toContain('stream.opened');
    const detail = { callId: 'waiting', agentId: 'bob' };
    kvs.aws.queue.send({ source: 'lca-solution', 'detail-type': 'START_CALL_PROCESSING', detail });
    await kvs.bus.next('waiting', 'stream.opened');
    expect(await kvs.bus.next('waiting', 'call.changed')).toMatchObject({ data: { agentId: 'bob' } });
    speakOnce(leg);
    leg.end();
    await kvs.passTimeUntil(() => kvs.isEnded('waiting'));
    expect(kvs.bus.audio('waiting').length).toBe(2 * FRAGMENT_BYTES);
  });

  it('may come after the event that starts the call', async () => {
    let answer = (_: CallStartAnswer) => {};
    answers.set('early', new Promise((resolve) => (answer = resolve)));
    await kvs.passTimeUntil(() => kvs.aws.queue.size === 0);
    const leg = new StreamedLeg(kvs.aws, 'early', true);
    leg.start();
    await kvs.passTimeUntil(() => JSON.stringify(asked).includes('"early"'));
    const detail = { callId: 'early' };
    kvs.aws.queue.send({ source: 'lca-solution', 'detail-type': 'START_CALL_PROCESSING', detail });
    await kvs.passTime(3_000);
    expect(kvs.aws.queue.size).toBe(2);
    answer({ shouldProcess: false });
    await kvs.passTimeUntil(() => kvs.bus.types('early').includes('stream.opened'));
    leg.end();
    await kvs.passTimeUntil(() => kvs.isEnded('early'));
  });

  it('may take long for a call that goes on after another process, which has no time twice', async () => {
    let answer = (_: CallStartAnswer) => {};
    answers.set('resumed', new Promise((resolve) => (answer = resolve)));
    const nowMs = kvs.clock.nowMs();
    kvs.registry.known.set('resumed', {
      ...{ state: 'OPEN', startedAtMs: nowMs - 5_000, startedBy: 'source:kvs:aws', pause: null },
      ...{ codec: 'L16', sampleRateHz: 8_000, channelCount: 2, positionSample: 40_000, nextSequence: 1 },
      lastAudioAtMs: nowMs,
    });
    const leg = new StreamedLeg(kvs.aws, 'resumed', false);
    leg.start({ startTime: new Date(nowMs).toISOString() });
    await kvs.passTimeUntil(() => JSON.stringify(asked).includes('"resumed"'));
    await kvs.clock.advance(20_000);
    answer({ shouldProcess: true });
    await kvs.passTimeUntil(() => kvs.bus.types('resumed').includes('stream.opened'));
    // It was spoken while the program was asked, which is declared as missing.
    leg.speak(nowMs + 5_000 - BEGAN_AT_MS, bytes(FRAGMENT_BYTES));
    const said = Buffer.from(bytes(FRAGMENT_BYTES));
    leg.speak(kvs.clock.nowMs() + 1_000 - BEGAN_AT_MS, said);
    leg.end();
    await kvs.passTimeUntil(() => kvs.isEnded('resumed'));
    kvs.expectSaid('resumed', 0, said);
  });
});
