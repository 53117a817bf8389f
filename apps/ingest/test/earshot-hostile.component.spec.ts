import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@earshot/testing';
import { agent, supervisor, THREE_TRACK_CHUNK as CHUNK, type EarshotClient } from './earshot-client.js';
import { bytes, hasReceived, ingestPerTest, settle } from './ingest-steps.js';
import type { IngestUnderTest } from './ingest-under-test.js';

const open = ingestPerTest();

const someone = (number: number) => ({ id: `p${number}`, role: 'UNKNOWN' });
const join = (participant: object, track?: number) => ({ type: 'participant.joined', participant, track });
const refusedOf = (ingest: IngestUnderTest) => ingest.metrics.values.get('earshot_ingest_refused_total');

describe('a client of the Earshot protocol that misbehaves', () => {
  /** What the client does, the error code that it gets, and the code that closes its socket. */
  const mistakes: [string, (client: EarshotClient) => unknown, { code?: string; closes?: number }][] = [
    ['sends text that is not JSON', (client) => client.text('{'), { code: 'TEXT_NOT_JSON' }],
    ['sends an array', (client) => client.text('[1]'), { code: 'TEXT_NOT_OBJECT' }],
    ['sends an unknown type', (client) => client.text({ type: 'participant.muted' }), { code: 'TYPE_UNKNOWN' }],
    ['speaks LCA', (client) => client.text({ callEvent: 'END' }), { code: 'TYPE_UNKNOWN' }],
    ['adds a field', (client) => client.text({ type: 'end', now: true }), { code: 'MESSAGE_INVALID' }],
    ['invents a role', (client) => client.text(join({ id: 'x', role: 'BOSS' })), { code: 'MESSAGE_INVALID' }],
    ['joins twice', (client) => client.text(join(agent)), { code: 'PARTICIPANT_ALREADY_JOINED' }],
    ['joins on track 3 of 3', (client) => client.text(join(supervisor, 3)), { code: 'TRACK_UNKNOWN' }],
    ['joins on track 16', (client) => client.text(join(supervisor, 16)), { code: 'TRACK_UNKNOWN' }],
    [
      'changes a participant who has not joined',
      (client) => client.text({ type: 'participant.changed', participant: supervisor }),
      { code: 'PARTICIPANT_UNKNOWN' },
    ],
    [
      'removes a participant who has not joined',
      (client) => client.text({ type: 'participant.left', participantId: 'supervisor' }),
      { code: 'PARTICIPANT_UNKNOWN' },
    ],
    [
      'gives a track to a participant who has not joined',
      (client) => client.text({ type: 'track.assigned', track: 2, participantId: 'supervisor' }),
      { code: 'PARTICIPANT_UNKNOWN' },
    ],
    ['starts again', (client) => client.start('bad'), { code: 'CALL_ALREADY_STARTED' }],
    ['starts another call', (client) => client.start('other'), { code: 'CALL_ALREADY_STARTED' }],
    ['ends another call', (client) => client.text({ type: 'end', callId: 'other' }), { code: 'END_OF_ANOTHER_CALL' }],
    ['sends a huge text', (client) => client.text('x'.repeat(70_000)), { code: 'TEXT_TOO_LARGE', closes: 1009 }],
    [
      'sends a huge frame',
      (client) => client.audio(new Uint8Array(1_048_576)),
      { code: 'AUDIO_TOO_LARGE', closes: 1009 },
    ],
    ['sends an absurd frame', (client) => client.audio(new Uint8Array(5_000_000)), { closes: 1009 }],
    [
      'sends text that is not UTF-8',
      (client) => client.socket.send(Buffer.from([0xff, 0xfe]), { binary: false }),
      { closes: 1007 },
    ],
    ['disappears', (client) => client.socket.terminate(), {}],
  ];

  it.each(mistakes)(
    '%s: gets an error that the call shows, changes nothing and does not disturb other calls',
    async (_, misbehave, { code, closes }) => {
      const ingest = await open();
      const [good, bad] = [await ingest.earshotCall('good'), await ingest.earshotCall('bad')];
      const sent = bytes(CHUNK * 2);
      await bad.audio(sent.subarray(0, CHUNK));
      misbehave(bad);
      await good.audio(sent.subarray(0, CHUNK));
      if (code !== undefined) {
        expect(await bad.reply('error', { code })).toMatchObject({ message: expect.any(String), callId: 'bad' });
        expect(await ingest.bus.next('bad', 'processing.failed')).toMatchObject({ data: { stage: 'ingest', code } });
      }
      if (closes !== undefined) expect(await bad.gone).toBe(closes);
      await good.audio(sent.subarray(CHUNK));
      good.end();
      await good.reply('ended');
      expect(Buffer.compare(ingest.bus.audio('good'), sent)).toBe(0);
      expect(ingest.bus.types('good')).not.toContain('processing.failed');
      if (code === undefined || closes !== undefined) return;
      await bad.audio(sent.subarray(CHUNK));
      bad.end();
      await bad.reply('ended');
      expect(Buffer.compare(ingest.bus.audio('bad'), sent)).toBe(0);
      expect(ingest.bus.types('bad').filter((type) => /^(participant|track)/.test(type))).toHaveLength(2);
    },
  );

  it('announces a 65th participant: gets an error, however many left before', async () => {
    const ingest = await open();
    const client = await ingest.earshotCall('c1');
    for (let number = 2; number < 64; number++) {
      client.text(join(someone(number)));
      client.text({ type: 'participant.left', participantId: `p${number}` });
    }
    client.text(join(supervisor, 2));
    await client.reply('error', { code: 'TOO_MANY_PARTICIPANTS' });
    client.text(join(someone(5), 2));
    client.end();
    await client.reply('ended');
    expect(client.replies).toHaveLength(3);
    expect(ingest.bus.types('c1').filter((type) => type === 'participant.joined')).toHaveLength(65);
  });

  it('floods its call with changes: ingest refuses more than the later services can store, and audio goes on', async () => {
    const clock = new ManualClock();
    const ingest = await open({}, clock);
    const client = await ingest.earshotCall('c1');
    for (let at = 0; at < 2_000; at++)
      client.text({ type: 'participant.changed', participant: { ...agent, role: at % 2 === 0 ? 'UNKNOWN' : 'AGENT' } });
    const sent = bytes(CHUNK);
    await client.audio(sent);
    client.end();
    await client.reply('ended');
    expect(ingest.bus.types('c1').filter((type) => type === 'participant.changed')).toHaveLength(256);
    expect(client.replies).toContainEqual(expect.objectContaining({ code: 'TOO_MANY_CHANGES' }));
    expect(ingest.bus.types('c1').filter((type) => type === 'processing.failed')).toHaveLength(1);
    expect(Buffer.compare(ingest.bus.audio('c1'), sent)).toBe(0);
  });

  it('reconnects again and again with other participants while the bus is down: ingest holds a bounded amount', async () => {
    const ingest = await open({ EARSHOT_CALL_BUFFER_BYTES: '65536', EARSHOT_INGEST_BUFFER_BYTES: '1048576' });
    await ingest.earshotCall('c1');
    await ingest.bus.next('c1', 'stream.opened');
    ingest.bus.stall();
    const name = 'x'.repeat(256);
    const crowds = [0, 1].map((crowd) =>
      Array.from({ length: 31 }, (_, at) => ({ ...someone(crowd * 31 + at), name, number: name })),
    );
    let refusals = 0;
    for (let at = 0; at < 60; at++) {
      const client = await ingest.earshotClient();
      client.start('c1', { tracks: [{}, {}, {}], participants: crowds[at % 2] });
      while (client.replies.length === 0) await settle();
      if (client.replies[0]?.code === 'SERVICE_BUSY') refusals += 1;
    }
    expect(refusals).toBeGreaterThan(10);
  });

  it('sends binary data first: gets one error, and a close two seconds later', async () => {
    const clock = new ManualClock();
    const ingest = await open({}, clock);
    const client = await ingest.earshotClient();
    for (let frame = 0; frame < 50; frame++) await client.audio(new Uint8Array(480));
    await hasReceived(ingest, 50);
    await client.reply('error');
    expect(client.replies).toMatchObject([{ type: 'error', code: 'AUDIO_BEFORE_START' }]);
    await clock.advance(2_000);
    expect(await client.gone).toBe(1003);
    expect(client.replies).toHaveLength(1);
  });

  it('sends binary data that overtakes its start: the call shows the error and goes on', async () => {
    const ingest = await open();
    const client = await ingest.earshotClient();
    await client.audio(bytes(100));
    client.start('c1');
    await client.reply('started');
    client.end();
    await client.reply('ended');
    expect(await ingest.bus.next('c1', 'processing.failed')).toMatchObject({ data: { code: 'AUDIO_BEFORE_START' } });
  });

  it.each([
    ['LCA', '{"callEvent":"START","samplingRate":8000,"agentId":"secret words"}', 'an LCA message'],
    ['plain text', 'secret words', 'text that is not JSON'],
    ['some other JSON', '{"type":"session.update","secret":"words"}', 'a JSON message of an unknown protocol'],
  ])('speaks %s: gets one error that names it, a close and one log line', async (_, first, seen) => {
    const ingest = await open();
    const client = await ingest.earshotClient();
    for (let at = 0; at < 50; at++) client.text(first);
    expect(await client.gone).toBe(1003);
    expect(client.replies).toEqual([
      { type: 'error', code: 'WRONG_PROTOCOL', message: expect.stringContaining(`Received: ${seen}.`) },
    ]);
    const logged = ingest.logger.lines.filter(({ fields }) => fields.code === 'WRONG_PROTOCOL');
    expect(logged).toMatchObject([{ fields: { source: 'earshot', seen } }]);
    expect(JSON.stringify(ingest.logger.lines)).not.toContain('secret');
    expect(refusedOf(ingest)).toBe(1);
  });

  it('speaks our protocol on the path of LCA: gets an error that says so', async () => {
    const ingest = await open();
    const client = await ingest.client();
    client.text({ type: 'start', codec: 'L16' });
    expect(await client.gone).toBe(1003);
    expect(client.replies).toMatchObject([
      { code: 'WRONG_PROTOCOL', message: expect.stringContaining('a message of the Earshot protocol') },
    ]);
  });
});
