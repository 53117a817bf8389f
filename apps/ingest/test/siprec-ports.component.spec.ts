import { ManualClock } from '@earshot/testing';
import { connectRecordingClient } from '@earshot/testing/siprec';
import { afterEach, expect, it } from '@jest/globals';
import type { MediaSource, RunningSource } from '../src/sources/media-source.js';
import { mediaSources } from '../src/sources/registry.js';
import { RtpMedia } from '../src/sources/rtp/rtp-media.js';
import { RtpPorts } from '../src/sources/rtp/rtp-ports.js';
import { SipServer } from '../src/sources/siprec/dialog/sip-server.js';
import { SiprecRecording } from '../src/sources/siprec/recording/siprec-recording.js';
import type { SipPort } from '../src/sources/siprec/transport/sip-path.js';
import { openUdpPort } from '../src/sources/siprec/transport/udp-port.js';
import { CapturingBus } from './capturing-bus.js';
import { FakeRegistry, IngestUnderTest } from './ingest-under-test.js';
import { CALL, METADATA, passTime, TWO_STREAMS } from './siprec-steps.js';

/** An address of documentation (RFC 5737): no machine has it, so no port can be bound there. */
const NOBODYS_ADDRESS = '192.0.2.1';
const RECONNECT_WINDOW_MS = 5_000;

let sipPort: SipPort | undefined;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** SIPREC whose RTP ports cannot be bound, as when the process has no file left. */
const sourceWithoutPorts: MediaSource = {
  start: (context): RunningSource => {
    const { clock, newId, telemetry } = context;
    const ports = new RtpPorts({ host: NOBODYS_ADDRESS, firstPort: 24_000, lastPort: 24_009 });
    const options = { publicAddress: '127.0.0.1', needsEncryption: false, rtpTimeoutMs: 60_000, agents: [] };
    const origin = context.createOrigin({ account: 'trunk' });
    const openMedia = (
      ...[{ format }, onJoined, onProblem]: Parameters<Parameters<typeof SiprecRecording.open>[2]['openMedia']>
    ) =>
      new RtpMedia(
        { ports, clock, format, trackCount: 2, needsEncryption: false, allows: () => true, newSsrc: () => 1 },
        onJoined,
        onProblem,
      );
    const sip = new SipServer(
      {
        publicAddress: '127.0.0.1',
        isAllowed: () => true,
        openRecording: (request) => SiprecRecording.open(request, options, { context, origin, openMedia }),
      },
      clock,
      newId,
      telemetry,
    );
    return {
      open: async () => {
        sipPort = await openUdpPort('127.0.0.1', 0, { receive: (bytes, path) => sip.receiveMessage(bytes, path) });
      },
      close: async () => {
        await sip.close();
        await sipPort?.close();
      },
    };
  },
};

it('refuses a recording session whose RTP ports cannot be bound, and lets its call end', async () => {
  const clock = new ManualClock();
  const sources = { ...mediaSources, siprec: { ...mediaSources.siprec, create: () => sourceWithoutPorts } };
  const world = { bus: new CapturingBus(), registry: new FakeRegistry(), sources };
  const settings = { EARSHOT_RECONNECT_WINDOW_MS: String(RECONNECT_WINDOW_MS) };
  const ingest = await IngestUnderTest.openIn(world, settings, clock);
  closers.push(() => ingest.close());
  const client = await connectRecordingClient('rs-1', {
    transport: 'UDP',
    host: '127.0.0.1',
    port: sipPort?.port ?? 0,
  });
  closers.push(() => client.close());
  const answer = await client.invite({ sdp: TWO_STREAMS, metadata: METADATA });
  expect([answer.statusCode, answer.headers.find('retry-after')]).toEqual([503, '5']);
  const closed = ingest.bus.next(CALL, 'stream.closed');
  await passTime(clock, 2 * RECONNECT_WINDOW_MS);
  await closed;
});
