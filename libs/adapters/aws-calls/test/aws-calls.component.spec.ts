import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventQueue, StreamPlace, VideoStreams } from '@earshot/ports';
import { ManualClock, startAwsCalls, type AwsCallsServer } from '@earshot/testing';
import { openConnectAgents, openEventQueue, openVideoStreams } from '../src/index.js';

const clock = new ManualClock();
let aws: AwsCallsServer;
let queue: EventQueue;
let streams: VideoStreams;

beforeAll(async () => {
  aws = await startAwsCalls(clock);
  Object.assign(process.env, aws.environment);
  const place = { region: 'eu-central-1', endpoint: aws.endpoint };
  queue = await openEventQueue(aws.queueUrl, { region: place.region });
  streams = await openVideoStreams(place);
});

afterAll(async () => {
  queue.close();
  streams.close();
  await aws.goAway();
});

const forever = () => new AbortController().signal;

describe('the queue of events', () => {
  it('hides an event that was delivered, and delivers it again when its time is over', async () => {
    aws.queue.send({ hello: 1 });
    const [first] = await queue.receiveEvents(60_000, forever());
    expect(first).toMatchObject({ body: '{"hello":1}', sentAtMs: clock.nowMs(), receiveCount: 1 });
    const again = queue.receiveEvents(60_000, forever());
    await clock.advance(60_000);
    expect(await again).toMatchObject([{ id: first?.id, receiveCount: 2 }]);
  });

  it('hides an event for longer, shows it at once, and deletes it', async () => {
    const waiting = queue.receiveEvents(1_000, forever());
    aws.queue.showAll();
    const [shown] = await waiting;
    if (shown === undefined) throw new Error('there is an event');
    await queue.hideEvent(shown, 0);
    const [last] = await queue.receiveEvents(1_000, forever());
    if (last === undefined) throw new Error('there is an event');
    await queue.deleteEvent(last);
    expect(aws.queue.size).toBe(0);
  });

  it('ends a request that waits', async () => {
    const stop = new AbortController();
    const waiting = queue.receiveEvents(1_000, stop.signal);
    stop.abort();
    await expect(waiting).rejects.toThrow();
  });
});

describe('the media of a stream', () => {
  const read = async (name: string, from: StreamPlace, bytes: number) => {
    const stop = new AbortController();
    let taken = 0;
    for await (const piece of streams.readMedia(aws.stream(name).arn, from, stop.signal)) {
      taken += piece.length;
      if (taken >= bytes) stop.abort();
    }
    return taken;
  };

  it('begins where it is asked to', async () => {
    const garbage = new Uint8Array(100);
    aws.stream('one').addGarbage(garbage);
    expect(await read('one', { serverAtMs: 0 }, 100).catch(() => 100)).toBe(100);
    const reading = read('one', 'NOW', 50).catch(() => 50);
    await aws.stream('one').untilSessions(2);
    aws.stream('one').addGarbage(garbage.subarray(0, 50));
    expect(await reading).toBe(50);
    aws.stream('one').add({ number: '8', producerAtMs: 0, tags: {}, trackNames: [], blocks: [] });
    expect(await read('one', { afterFragmentNumber: '7' }, 1).catch(() => 1)).toBeGreaterThan(0);
    expect(aws.stream('one').sessions).toEqual([
      { StartSelectorType: 'SERVER_TIMESTAMP', StartTimestamp: 0 },
      { StartSelectorType: 'NOW' },
      { StartSelectorType: 'FRAGMENT_NUMBER', AfterFragmentNumber: '7' },
    ]);
  });

  it('ends when the service ends the session', async () => {
    const reading = read('two', 'NOW', 1);
    await aws.stream('two').untilSessions(1);
    aws.stream('two').endSessions();
    expect(await reading).toBe(0);
  });

  it('rejects with the error of the service', async () => {
    aws.stream('three').refuseNext(429, 429, 429);
    await expect(read('three', 'NOW', 1)).rejects.toThrow();
  });
});

describe('the agents of Amazon Connect', () => {
  it('have their names and their login, and unknown ids have none', async () => {
    const agents = await openConnectAgents({ region: 'eu-central-1', endpoint: aws.endpoint });
    aws.users.set('a1', { Username: 'ann', IdentityInfo: { FirstName: 'Ann', LastName: 'Lee' } });
    aws.users.set('a2', { Username: 'bob' });
    const arnOf = (id: string) => `arn:aws:connect:eu-central-1:111122223333:instance/c8c0/agent/${id}`;
    expect(await agents.findAgent(arnOf('a1'))).toBe('Ann Lee (ann)');
    expect(await agents.findAgent(arnOf('a2'))).toBe('bob');
    expect(await agents.findAgent('no ARN')).toBeNull();
    await expect(agents.findAgent(arnOf('a3'))).rejects.toThrow();
    agents.close();
  });
});
