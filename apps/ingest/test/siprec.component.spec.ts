import { afterEach, describe, expect, it } from '@jest/globals';
import { readAnsweredStreams, writeMetadata, writeOffer } from '@earshot/media/siprec';
import { nextTurn } from './ingest-steps.js';
import { BOB, CALL, METADATA, SESSION, passTime, SiprecUnderTest, trackOf, TWO_STREAMS } from './siprec-steps.js';

let under: SiprecUnderTest;
afterEach(() => under.close());

/** Sends a second of audio on both streams, each packet at its time, and waits until the bus has it. */
async function sendSecond({ client, senders }: Awaited<ReturnType<SiprecUnderTest['recordedCall']>>): Promise<void> {
  const before = under.bus.audio(CALL).length;
  for (let packet = 0; packet < 50; packet += 1) {
    await Promise.all(senders.map((sender) => sender.send(1)));
    await under.readDatagrams(client);
    await under.clock.advance(20);
  }
  await under.bus.until(() => under.bus.audio(CALL).length >= before + 16_000);
}

describe('a recording session', () => {
  it('becomes a call with a track for each stream, whose samples come once and in place', async () => {
    under = await SiprecUnderTest.open({ EARSHOT_SIPREC_AGENTS: '1001' });
    const call = await under.recordedCall('rs-1');
    expect(call.answer.headers.find('contact')).toContain('+sip.srs');
    await sendSecond(call);
    expect((await call.client.request('BYE')).statusCode).toBe(200);
    await under.bus.next(CALL, 'stream.closed');
    const audio = under.bus.audio(CALL);
    for (const [track, { sent }] of call.senders.entries()) {
      expect(trackOf(audio, track)).toEqual(Buffer.concat(sent));
    }
    expect(await under.bus.next(CALL, 'call.started')).toMatchObject({
      data: {
        metadata: { SIP_CALL_ID: expect.any(String) },
        source: 'siprec',
        customerNumber: '+4930123',
        agentId: 'Bob',
        startedBy: 'source:siprec:trunk',
      },
    });
    expect(await under.bus.next(CALL, 'stream.opened')).toMatchObject({
      data: {
        participants: [
          { id: 'participant-1', role: 'CUSTOMER', name: 'Alice', number: '+4930123' },
          { id: 'participant-2', role: 'AGENT', name: 'Bob', number: '1001' },
        ],
      },
    });
    expect(under.bus.types(CALL)).not.toContain('audio.gap-declared');
  });

  it('is answered while the bus and the registry are stalled', async () => {
    under = await SiprecUnderTest.open();
    under.bus.stall();
    under.ingest.registry.stall();
    const { answer } = await under.recordedCall('rs-1');
    expect(answer.statusCode).toBe(200);
  });

  it('follows a transfer: another participant on the stream, and a stream in the place of another', async () => {
    under = await SiprecUnderTest.open();
    const call = await under.recordedCall('rs-1');
    await sendSecond(call);
    const carol = { id: 'carol', address: 'sip:1002@example.com', name: 'Carol', label: '3' };
    const sdp = writeOffer([{ label: '1' }, { label: '2', port: 0 }, { label: '3' }]);
    const metadata = writeMetadata(SESSION, [{ ...BOB, label: '2', hasLeft: true }, carol], 'partial');
    const changed = await call.client.invite({ sdp, metadata });
    const [first, second, third] = readAnsweredStreams(changed);
    expect([first?.port, second?.port === 0, third?.port === 0]).toEqual([
      readAnsweredStreams(call.answer)[0]?.port,
      true,
      false,
    ]);
    const joined = under.bus.of(CALL).filter(({ type }) => type === 'participant.joined');
    expect(joined.at(-1)).toMatchObject({ data: { participant: { id: 'participant-3', name: 'Carol' } } });
    expect(await under.bus.next(CALL, 'participant.left')).toMatchObject({ data: { participantId: 'participant-2' } });
    const assigned = under.bus.of(CALL).filter(({ type }) => type === 'track.assigned');
    expect(assigned.at(-1)).toMatchObject({ data: { track: 1, participant: { id: 'participant-3' } } });
  });

  it('pauses the call while the other side asks for it, and goes on with it', async () => {
    under = await SiprecUnderTest.open();
    const { client } = await under.recordedCall('rs-1');
    const paused = writeOffer(['1', '2'].map((label) => ({ label, attributes: ['record:paused'] })));
    const answer = await client.invite({ sdp: paused });
    expect(new TextDecoder().decode(answer.body).match(/a=record:\w+/g)).toEqual([
      'a=record:paused',
      'a=record:paused',
    ]);
    expect(await under.bus.next(CALL, 'call.pause-changed')).toMatchObject({ data: { isPaused: true } });
    await client.invite({ sdp: TWO_STREAMS });
    const changes = () => under.bus.of(CALL).filter(({ type }) => type === 'call.pause-changed');
    await under.bus.until(() => changes().length === 2);
    expect(changes().at(-1)).toMatchObject({ data: { isPaused: false } });
  });

  it('outlives its TCP connection, and ends by a BYE on the next one', async () => {
    under = await SiprecUnderTest.open();
    const call = await under.recordedCall('rs-1', { transport: 'TCP' });
    await call.client.reconnect();
    await sendSecond(call);
    expect((await call.client.request('BYE')).statusCode).toBe(200);
    await under.bus.next(CALL, 'stream.closed');
    expect(under.bus.audio(CALL).length).toBeGreaterThanOrEqual(16_000);
  });

  it('continues as the same call when a second client takes over, which the first one is told', async () => {
    under = await SiprecUnderTest.open();
    const first = await under.recordedCall('rs-1');
    const second = await under.recordedCall('rs-2');
    expect(second.answer.statusCode).toBe(200);
    expect((await first.client.waitForRequest('BYE')).callId).toBe('rs-1');
    await sendSecond(second);
    await second.client.request('BYE');
    await under.bus.next(CALL, 'stream.closed');
    expect(under.bus.types(CALL).filter((type) => type === 'call.started')).toHaveLength(1);
  });

  it('becomes a call of its own when its call is over', async () => {
    under = await SiprecUnderTest.open();
    const first = await under.recordedCall('rs-1');
    await first.client.request('BYE');
    await under.bus.next(CALL, 'stream.closed');
    const { answer } = await under.recordedCall('rs-2');
    expect(answer.statusCode).toBe(200);
    await under.bus.until(() =>
      under.bus.events.some(({ type, callId }) => type === 'call.started' && callId !== CALL),
    );
  });

  it('ends when its audio stops without a BYE, and not while it is on hold', async () => {
    under = await SiprecUnderTest.open({ EARSHOT_SIPREC_RTP_TIMEOUT_MS: '10000', EARSHOT_RECONNECT_WINDOW_MS: '5000' });
    const call = await under.recordedCall('rs-1');
    await call.client.invite({ sdp: writeOffer(['1', '2'].map((label) => ({ label, direction: 'inactive' }))) });
    await passTime(under.clock, 30_000);
    expect(call.client.received.some((message) => message.kind === 'request')).toBe(false);
    await call.client.invite({ sdp: TWO_STREAMS });
    await passTime(under.clock, 12_000);
    await call.client.waitForRequest('BYE');
    await passTime(under.clock, 10_000);
    expect(await under.bus.next(CALL, 'stream.closed')).toMatchObject({ data: { reason: 'INTERRUPTED' } });
  });

  it('goes on without metadata that cannot be read, which the call shows', async () => {
    under = await SiprecUnderTest.open();
    const client = await under.client('rs-1');
    const metadata = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><recording>&x;</recording>';
    expect((await client.invite({ sdp: TWO_STREAMS, metadata })).statusCode).toBe(200);
    const problem = await under.bus.next('rs-1', 'processing.failed');
    expect(problem).toMatchObject({ data: { code: 'METADATA_HAS_DOCTYPE' } });
  });

  it('lets somebody else record a stream for which it has no track', async () => {
    under = await SiprecUnderTest.open();
    const call = await under.recordedCall('rs-1');
    const answer = await call.client.invite({ sdp: writeOffer([{ label: '1' }, { label: '2' }, { label: '3' }]) });
    expect(readAnsweredStreams(answer).map(({ port }) => port > 0)).toEqual([true, true, false]);
    expect(await under.bus.next(CALL, 'processing.failed')).toMatchObject({ data: { code: 'STREAM_NOT_TAKEN' } });
  });
});

describe('a refused recording session', () => {
  it.each([
    ['no codec that we decode', writeOffer([{ label: '1', formats: ['18'] }]), {}, 488, 'CODEC_NOT_OFFERED'],
    [
      'plain audio where SRTP is required',
      TWO_STREAMS,
      { EARSHOT_SIPREC_REQUIRE_SRTP: 'true' },
      488,
      'ENCRYPTION_REQUIRED',
    ],
    [
      'an address that is not allowed',
      TWO_STREAMS,
      { EARSHOT_INGEST_ALLOWED_ADDRESSES: 'siprec=192.0.2.0/24' },
      403,
      'SIP_ADDRESS_NOT_ALLOWED',
    ],
    ['too many calls', TWO_STREAMS, { EARSHOT_MAX_CALLS: '1' }, 503, 'SIP_BUSY'],
    ['no free RTP port', TWO_STREAMS, { EARSHOT_SIPREC_RTP_PORTS: '24000-24001' }, 503, 'RTP_PORTS_USED_UP'],
  ])('has its reason: %s', async (_, sdp, settings: Record<string, string>, status, code) => {
    under = await SiprecUnderTest.open(settings);
    if (code === 'SIP_BUSY') await under.recordedCall('rs-0');
    const client = await under.client('rs-1');
    const answer = await client.invite({ sdp, metadata: METADATA.replaceAll(SESSION, 'another') });
    expect([answer.statusCode, answer.headers.find('warning')]).toEqual([status, expect.stringContaining(code)]);
    expect(answer.headers.find('retry-after')).toBe(status === 503 ? '5' : undefined);
  });

  it('does not disturb the others, whatever the bytes are', async () => {
    under = await SiprecUnderTest.open();
    const call = await under.recordedCall('rs-1');
    const hostile = await under.client('rs-2', { transport: 'TCP' });
    hostile.sendBytes(Buffer.from('INVITE sip:x SIP/2.0\r\nContent-Length: 99999999\r\n\r\n'));
    await hostile.closed;
    const garbage = await under.client('rs-3');
    for (let length = 0; length < 200; length += 10) garbage.sendBytes(Buffer.alloc(length, 0x41));
    await sendSecond(call);
    expect((await call.client.request('BYE')).statusCode).toBe(200);
    await under.bus.next(CALL, 'stream.closed');
  });

  it('is one of a flood, which leaves room for another client', async () => {
    under = await SiprecUnderTest.open({ EARSHOT_STARTS_PER_ADDRESS: '1', EARSHOT_STARTS_PER_SOCKET: '0' });
    const clients = await Promise.all(Array.from({ length: 25 }, (_, index) => under.client(`rs-${index}`)));
    const answers = await Promise.all(clients.map((client) => client.invite({ sdp: TWO_STREAMS })));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(20);
    expect(answers.filter(({ statusCode }) => statusCode === 503)).toHaveLength(5);
  });

  it('is cut when its connection stays half open', async () => {
    under = await SiprecUnderTest.open();
    const client = await under.client('rs-1', { transport: 'TCP' });
    client.sendBytes(Buffer.from('OPTIONS sip:x SIP/2.0\r\n'));
    await nextTurn();
    await passTime(under.clock, 640_000);
    await client.closed;
  });
});

it('tells every client to go elsewhere when ingest stops, and keeps their calls open', async () => {
  under = await SiprecUnderTest.open();
  const call = await under.recordedCall('rs-1');
  const drained = under.ingest.server.drain();
  expect((await call.client.waitForRequest('BYE')).headers.find('reason')).toContain('503');
  await drained;
  expect(under.bus.types(CALL)).not.toContain('stream.closed');
});

it('says that its port is taken, and leaves nothing open', async () => {
  under = await SiprecUnderTest.open();
  const second = SiprecUnderTest.open({ EARSHOT_SIPREC_UDP_PORT: String(under.portOf('UDP')) });
  await expect(second).rejects.toMatchObject({ code: 'PORT_TAKEN' });
});
