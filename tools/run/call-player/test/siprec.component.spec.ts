import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { openAuthenticator } from '@earshot/access';
import { parseEvent, type EarshotEvent } from '@earshot/contracts';
import { deinterleave, encodeSamples, wavHeader } from '@earshot/domain';
import { createIngest, ingestConfigSchema } from '@earshot/ingest';
import type { EventBus } from '@earshot/ports';
import { CapturingLogger, CapturingMetrics, TestSealer, ManualClock } from '@earshot/testing';
import { playCall, toCallAudio, type CallAudio } from '../src/index.js';

const callId = '855a5ded-8420-456d-a70f-6da1eeaeb425';
/** Below the ports that the system gives out itself, and apart for each worker. */
const FIRST_RTP_PORT = 23_000 + 100 * Number(process.env.JEST_WORKER_ID ?? 1);
const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((close) => close()));
});

/** The real source on free ports, and what it publishes. */
async function openIngest(settings: Record<string, string> = {}) {
  const events: EarshotEvent[] = [];
  let noteEnd = () => {};
  const ended = new Promise<void>((resolve) => (noteEnd = resolve));
  const bus: EventBus = {
    isDurable: false,
    publish: async (_topic, _key, value) => {
      const event = parseEvent(value);
      if (event.ok) events.push(event.value);
      if (event.ok && event.value.type === 'call.ended') noteEnd();
    },
    whenDurable: async () => undefined,
    subscribe: async () => ({ close: async () => undefined }),
    close: async () => undefined,
  };
  const logger = new CapturingLogger();
  const clock = new ManualClock();
  let ids = 0;
  const ingest = createIngest(
    ingestConfigSchema.parse({
      EARSHOT_CALL_PACE: '0',
      EARSHOT_SIPREC_HOST: '127.0.0.1',
      EARSHOT_SIPREC_UDP_PORT: '0',
      EARSHOT_SIPREC_TCP_PORT: '0',
      EARSHOT_SIPREC_RTP_PORTS: `${FIRST_RTP_PORT}-${FIRST_RTP_PORT + 99}`,
      ...settings,
    }),
    { bus, clock, newId: () => `id-${++ids}`, logger, metrics: new CapturingMetrics() },
    { registry: { find: async () => null }, authenticator: openAuthenticator, sealer: new TestSealer() },
  );
  await ingest.openSources();
  opened.push(async () => {
    const drained = ingest.drain();
    // A drain waits by the clock for answers to BYE, and for clients that come back.
    await clock.advance(120_000);
    await drained;
  });
  const urlOf = (transport: 'UDP' | 'TCP') => {
    const setting = `EARSHOT_SIPREC_${transport}_PORT`;
    const port = logger.lines.find(({ fields }) => fields['setting'] === setting)?.fields['port'];
    return `sip:127.0.0.1:${String(port)};transport=${transport.toLowerCase()}`;
  };
  return { ingest, events, ended, urlOf };
}

function makeAudio(samples: Int16Array, sampleRateHz = 8_000): CallAudio {
  const data = encodeSamples(samples, 'PCMU');
  const format = { codec: 'PCMU', sampleRateHz, channelCount: 2 } as const;
  const audio = toCallAudio(Buffer.concat([wavHeader(format, data.length), data]), 'as-is');
  if (!audio.ok) throw new Error(audio.error.code);
  return audio.value;
}

/** Both sides, which differ. Ingest waits 400 ms of audio for a track that lags: shorter calls do not depend on which socket it reads first. */
const shortCall = makeAudio(Int16Array.from({ length: 4_800 }, (_, at) => (at % 2 === 0 ? 4 * at : -3 * at)));
const audioOf = (events: readonly EarshotEvent[]) =>
  Buffer.concat(events.flatMap((event) => (event.type === 'audio.frame' ? [event.payload] : [])));
const dataOf = (events: readonly EarshotEvent[], wanted: EarshotEvent['type']) =>
  events.flatMap((event) => (event.type === wanted && 'data' in event ? [event.data] : []))[0];

describe('playCall as a session border controller', () => {
  it.each(['UDP', 'TCP'] as const)('sends a recording session over %s, and ends it with BYE', async (transport) => {
    const { events, ended, urlOf } = await openIngest();
    const result = await playCall({
      as: 'siprec',
      audio: shortCall,
      url: urlOf(transport),
      callId,
      agentId: 'Ann & Co',
      fromNumber: '+4930123',
      toNumber: '+1800',
      speed: 'max',
    });
    await ended;
    expect(dataOf(events, 'call.started')).toMatchObject({ customerNumber: '+4930123', agentId: 'Ann & Co' });
    expect(dataOf(events, 'stream.opened')).toMatchObject({
      participants: [
        { role: 'CUSTOMER', number: '+4930123' },
        { role: 'AGENT', number: '+1800', name: 'Ann & Co' },
      ],
    });
    expect(audioOf(events).equals(Buffer.from(shortCall.payload))).toBe(true);
    expect(result).toMatchObject({ callId, sentMs: 300, reconnects: 0, serverErrors: [] });
  });

  it('sends a file of another rate as PCMU of 8 kHz', async () => {
    const { events, ended, urlOf } = await openIngest();
    const samples = Int16Array.from({ length: 2 * 4_800 }, (_, at) => (at % 2 === 0 ? 8_000 : -4_000));
    await playCall({ as: 'siprec', audio: makeAudio(samples, 16_000), url: urlOf('UDP'), callId, speed: 'max' });
    await ended;
    const audio = audioOf(events);
    expect(audio).toHaveLength(2 * 2_400);
    const [customer, agent] = deinterleave(Int16Array.from(audio), 2);
    expect([customer?.[1_200], agent?.[1_200]]).toEqual([...encodeSamples(Int16Array.of(8_000, -4_000), 'PCMU')]);
  });

  it('continues the call at another server when the first one ends the session because it stops', async () => {
    const first = await openIngest();
    const second = await openIngest();
    const stop = new AbortController();
    const result = await playCall({
      as: 'siprec',
      audio: makeAudio(new Int16Array(2 * 8_000 * 60)),
      url: first.urlOf('UDP'),
      otherUrls: [second.urlOf('UDP')],
      callId,
      signal: stop.signal,
      onConnected: ({ reconnects }) => void (reconnects === 0 ? first.ingest.drain() : stop.abort()),
    });
    expect(result.reconnects).toBe(1);
    await second.ended;
    expect(new Set(second.events.map((event) => event.callId))).toEqual(new Set([callId]));
  });

  it('says in the words of the server why it refuses the session', async () => {
    const { urlOf } = await openIngest({ EARSHOT_SIPREC_REQUIRE_SRTP: 'true' });
    const playing = playCall({ as: 'siprec', audio: shortCall, url: urlOf('UDP'), callId });
    await expect(playing).rejects.toMatchObject({
      code: 'CALL_REFUSED',
      message: expect.stringMatching(/^call [0-9a-f-]{36}: .*SRTP.* \(ENCRYPTION_REQUIRED\)$/),
    });
  });

  it.each(['udp', 'tcp', 'tls'])('says that nothing listens for SIP over %s', async (transport) => {
    const free = createSocket('udp4').bind(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address();
    free.close();
    const playing = playCall({ as: 'siprec', audio: shortCall, url: `sip:127.0.0.1:${port};transport=${transport}` });
    await expect(playing).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' });
  });
});
