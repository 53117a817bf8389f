import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { writeMetadata } from '@earshot/media/siprec';
import { bytes } from './ingest-steps.js';
import { BEGAN_AT_MS, FRAGMENT_BYTES, FRAGMENT_MS, StreamedLeg } from './kvs-phone-system.js';
import { KvsUnderTest } from './kvs-under-test.js';

jest.setTimeout(60_000);

let kvs: KvsUnderTest;
beforeAll(async () => void (kvs = await KvsUnderTest.open()));
afterAll(() => kvs.close());

/** Both legs of a call: the callee on track 0, the caller on track 1. */
const legsOf = (callId: string) => [false, true].map((isCaller) => new StreamedLeg(kvs.aws, callId, isCaller));

async function startLegs(legs: readonly StreamedLeg[]): Promise<void> {
  for (const leg of legs) leg.start();
  // A message that a stopped process took last comes again when its time is over.
  await kvs.passTimeUntil(() => legs.every(({ stream }) => stream.sessions.length > 0));
}

async function endLegs(legs: readonly StreamedLeg[]): Promise<void> {
  for (const leg of legs) leg.end();
  await kvs.passTimeUntil(() => legs.every(({ callId }) => kvs.isEnded(callId)));
}

/** Streams this much of a call on its legs, one after the other. Returns what each leg said. */
function speak(legs: readonly StreamedLeg[], fragments: number): Buffer[] {
  return legs.map((leg) => {
    const said = Buffer.from(bytes(fragments * FRAGMENT_BYTES));
    const fromMs = leg.endMs;
    for (let at = 0; at < fragments; at += 1)
      leg.speak(fromMs + at * FRAGMENT_MS, said.subarray(at * FRAGMENT_BYTES, (at + 1) * FRAGMENT_BYTES));
    return said;
  });
}

describe('a call of Amazon Chime', () => {
  it('has the callee on track 0 as the customer, and the caller on track 1 as the agent', async () => {
    const [callee, caller] = legsOf('roles') as [StreamedLeg, StreamedLeg];
    await startLegs([caller, callee]);
    const said = speak([callee, caller], 10);
    await endLegs([callee, caller]);
    kvs.expectSaid('roles', 0, said[0]);
    kvs.expectSaid('roles', 1, said[1]);
    expect(await kvs.bus.next('roles', 'call.started')).toMatchObject({
      data: { source: 'chime-voice-connector', customerNumber: '+15555550123', startedBy: 'source:kvs:aws' },
    });
    expect(await kvs.bus.next('roles', 'stream.opened')).toMatchObject({
      data: { participants: [{ role: 'CUSTOMER', number: '+15555550123' }, { role: 'AGENT' }] },
    });
    expect(kvs.missingOf('roles')).toEqual([]);
  });

  it('has unknown roles when nobody says who is who, until metadata does', async () => {
    const legs = ['a', 'b'].map((name) => new StreamedLeg(kvs.aws, 'unknown', undefined, `unknown-${name}`));
    await startLegs(legs);
    expect(await kvs.bus.next('unknown', 'stream.opened')).toMatchObject({
      data: { participants: [{ role: 'UNKNOWN' }, { role: 'UNKNOWN' }] },
    });
    const siprecMetadata = writeMetadata('s1', [
      { id: 'alice', address: 'sip:+4930123@example.com', name: 'Alice', label: '1', role: 'CUSTOMER' },
    ]);
    legs[0]?.start({ sdp: { mediaLabel: '1' }, siprecMetadata, startFragmentNumber: '101' });
    expect(await kvs.bus.next('unknown', 'participant.joined')).toBeDefined();
    await kvs.passTimeUntil(() =>
      kvs.bus
        .of('unknown')
        .some((event) => event.type === 'participant.joined' && event.data.participant.name === 'Alice'),
    );
    await endLegs(legs);
  });

  it('loses and doubles nothing when sessions are cut, ended and refused', async () => {
    const legs = legsOf('cut');
    const [first] = legs as [StreamedLeg, StreamedLeg];
    first.stream.cutNext(5_000);
    await startLegs(legs);
    const said = speak(legs, 8);
    await kvs.passTimeUntil(() => first.stream.sessions.length >= 2);
    first.stream.refuseNext(503, 429, 500);
    first.stream.cutNext(7_777);
    for (const { stream } of legs) stream.endSessions();
    const later = speak(legs, 8);
    await kvs.passTimeUntil(() => kvs.bus.audio('cut').length >= 16 * FRAGMENT_BYTES * 2 - 6_400);
    await endLegs(legs);
    for (const track of legs.keys()) kvs.expectSaid('cut', track, said[track], later[track]);
    expect(kvs.missingOf('cut')).toEqual([]);
    expect(first.stream.sessions[0]).toMatchObject({ StartSelectorType: 'SERVER_TIMESTAMP' });
    expect(first.stream.sessions.at(-1)).toMatchObject({ StartSelectorType: 'FRAGMENT_NUMBER' });
  });

  it('goes on with one leg when the other one cannot be read at all', async () => {
    const legs = legsOf('unreadable');
    const [first, second] = legs as [StreamedLeg, StreamedLeg];
    second.stream.refuseNext(...Array<number>(400).fill(503));
    for (const leg of legs) leg.start();
    await kvs.passTimeUntil(() => first.stream.sessions.length > 0);
    const [said] = speak([first], 100);
    await kvs.passTimeUntil(() => kvs.problemsOf('unreadable').includes('KVS_STREAM_UNREADABLE'));
    await kvs.passTimeUntil(() => kvs.bus.audio('unreadable').length >= 80 * FRAGMENT_BYTES * 2);
    await endLegs(legs);
    kvs.expectSaid('unreadable', 0, said);
  });

  it('has its beginning, however late its event comes', async () => {
    const legs = legsOf('late');
    const said = speak(legs, 50);
    await startLegs(legs);
    await endLegs(legs);
    for (const track of legs.keys()) kvs.expectSaid('late', track, said[track]);
  });

  it('is read to the end that was announced, however late its audio comes', async () => {
    await kvs.passTimeUntil(() => kvs.aws.queue.size === 0);
    const legs = legsOf('behind');
    await startLegs(legs);
    const said = [speak(legs, 5)];
    const endTime = new Date(BEGAN_AT_MS + 15 * FRAGMENT_MS).toISOString();
    for (const leg of legs) leg.end({ endTime });
    await kvs.passTimeUntil(() => kvs.aws.queue.size === 2);
    await kvs.clock.advance(8_000);
    said.push(speak(legs, 5));
    await kvs.passTimeUntil(() => kvs.bus.audio('behind').length >= 18 * FRAGMENT_BYTES);
    await kvs.clock.advance(8_000);
    said.push(speak(legs, 5));
    await kvs.passTimeUntil(() => kvs.isEnded('behind'));
    for (const track of legs.keys()) kvs.expectSaid('behind', track, ...said.map((piece) => piece[track]));
  });

  it('is over when its stream carries another call, and has nothing of that', async () => {
    const legs = legsOf('reused');
    await startLegs(legs);
    const said = speak(legs, 5);
    for (const leg of legs) leg.speak(leg.endMs, new Uint8Array(FRAGMENT_BYTES).fill(7), { CallId: 'other' });
    await kvs.passTimeUntil(() => kvs.isEnded('reused'));
    kvs.expectSaid('reused', 0, said[0]);
    expect(kvs.problemsOf('reused')).toEqual(['KVS_STREAM_REUSED']);
  });

  it('goes on with the new streams of a re-INVITE', async () => {
    const legs = legsOf('again');
    await startLegs(legs);
    const said = speak(legs, 5);
    for (const leg of legs) leg.end();
    const next = legs.map((leg) => {
      const leg2 = new StreamedLeg(kvs.aws, 'again', leg.isCaller, `again-2-${String(leg.isCaller)}`);
      leg2.endMs = leg.endMs;
      return leg2;
    });
    const startTime = new Date(BEGAN_AT_MS + 1_000).toISOString();
    for (const leg of next) leg.start({ startTime });
    await Promise.all(next.map(({ stream }) => stream.untilSessions(1)));
    const later = speak(next, 5);
    await endLegs(next);
    for (const track of legs.keys()) kvs.expectSaid('again', track, said[track], later[track]);
    expect(kvs.bus.types('again').filter((type) => type === 'call.started')).toHaveLength(1);
  });

  it('shows that one side could not be streamed', async () => {
    const legs = legsOf('failed');
    await startLegs(legs);
    legs[0]?.sendEvent('FAILED', { failureReason: 'Internal failure' });
    await kvs.passTimeUntil(() => kvs.problemsOf('failed').length > 0);
    expect(kvs.problemsOf('failed')).toEqual(['KVS_STREAMING_FAILED']);
    await endLegs(legs);
  });

  it('ends when its end event is lost', async () => {
    const legs = legsOf('silent');
    await startLegs(legs);
    speak(legs, 2);
    await kvs.passTimeUntil(() => kvs.bus.audio('silent').length > 0);
    await kvs.clock.advance(1_900_000);
    await kvs.passTimeUntil(() => kvs.isEnded('silent'));
    expect(kvs.problemsOf('silent')).toEqual(['KVS_END_NEVER_CAME']);
  });
});

describe('the queue of events', () => {
  it('keeps the start of a call until the call is over, and drops what is no event', async () => {
    const before = kvs.aws.queue.size;
    kvs.aws.queue.send('no JSON');
    kvs.aws.queue.send({
      source: 'kvs.aws.chime',
      'detail-type': 'x',
      detail: { streamingStatus: 'STARTED', callId: 'bad' },
    });
    const legs = legsOf('kept');
    await startLegs(legs);
    await kvs.passTimeUntil(() => kvs.aws.queue.size <= before + 2);
    expect(kvs.aws.queue.size).toBe(before + 2);
    await endLegs(legs);
    await kvs.passTimeUntil(() => kvs.aws.queue.size <= before);
  });

  it('keeps the end of a call whose start is hidden, because its process died', async () => {
    await kvs.passTimeUntil(() => kvs.aws.queue.size === 0);
    const legs = legsOf('hidden');
    const said = speak(legs, 5);
    for (const leg of legs) leg.end();
    await kvs.clock.advance(130_000);
    await kvs.passTime(3_000);
    expect(kvs.aws.queue.size).toBe(2);
    await startLegs(legs);
    await kvs.passTimeUntil(() => kvs.isEnded('hidden'));
    for (const track of legs.keys()) kvs.expectSaid('hidden', track, said[track]);
    expect(kvs.problemsOf('hidden')).toEqual([]);
  });

  it('has one of several processes read a call, whichever gets its events', async () => {
    const first = kvs.ingest;
    await kvs.openIngest();
    // The legs of a call go to different processes.
    kvs.aws.queue.maxPerAnswer = 1;
    const names = Array.from({ length: 6 }, (_, at) => `shared-${at}`);
    const calls = names.map((name) => legsOf(name));
    for (const legs of calls) for (const leg of legs) leg.start();
    await kvs.passTimeUntil(() => calls.flat().every(({ stream }) => stream.sessions.length > 0));
    const said = calls.map((legs) => speak(legs, 3));
    await Promise.all(calls.map((legs) => endLegs(legs)));
    for (const [at, name] of names.entries()) {
      for (const track of [0, 1]) kvs.expectSaid(name, track, said[at]?.[track]);
      expect(kvs.bus.types(name).filter((type) => type === 'call.started')).toHaveLength(1);
    }
    await first.close();
  });

  it('gives a call to the next process when the process that reads it stops', async () => {
    const legs = legsOf('moved');
    await startLegs(legs);
    const said = speak(legs, 5);
    await kvs.passTimeUntil(() => kvs.bus.audio('moved').length >= 9 * FRAGMENT_BYTES);
    const sessions = legs.map(({ stream }) => stream.sessions.length);
    await kvs.ingest.close();
    const endSample = kvs.bus.audio('moved').length / 4;
    kvs.expectSaid('moved', 0, said[0]);
    kvs.expectSaid('moved', 1, said[1]);
    kvs.registry.known.set('moved', {
      state: 'OPEN',
      startedAtMs: kvs.clock.nowMs() - 5_000,
      startedBy: 'source:kvs:aws',
      codec: 'L16',
      sampleRateHz: 8_000,
      channelCount: 2,
      positionSample: endSample,
      lastAudioAtMs: kvs.clock.nowMs(),
      nextSequence: kvs.bus.of('moved').filter(({ type }) => type === 'audio.frame').length,
      pause: null,
    });
    await kvs.clock.advance(2_000);
    await kvs.openIngest();
    await kvs.passTimeUntil(() => legs.every(({ stream }, at) => stream.sessions.length > (sessions[at] ?? 0)));
    await kvs.passTimeUntil(() => kvs.missingOf('moved').length > 0);
    for (const leg of legs) leg.endMs = kvs.clock.nowMs() - BEGAN_AT_MS;
    const later = speak(legs, 5);
    await endLegs(legs);
    expect(kvs.missingOf('moved')[0]).toMatchObject({ reason: 'CALL_MOVED', fromSample: endSample });
    kvs.expectSaid('moved', 1, said[1], later[1]);
  });
});
