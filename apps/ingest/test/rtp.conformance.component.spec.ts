import { createSocket, type Socket } from 'node:dgram';
import { describe, it, jest } from '@jest/globals';
import { writeRtpPacket } from '@earshot/media/rtp';
import { mediaSourceConformance, type MediaPeer, type MediaSourceSubject } from '@earshot/testing';
import { RtpPorts } from '../src/sources/rtp/rtp-ports.js';
import { nextTurn } from './ingest-steps.js';
import { openMediaSourceWorld } from './media-source-world.js';
import { RtpTestSource, type RtpCall } from './rtp-source.js';

jest.setTimeout(120_000);

const format = { codec: 'PCMU', sampleRateHz: 8_000, trackCount: 2, pieceMs: 20 } as const;
const PIECE_SAMPLES = 160;
/** Below the ports that other specs take, and apart from those of other processes that run this spec. */
const firstPort = 10_240 + 48 * (process.pid % 200);

/** A sender of one stream for each track. A piece that is not sent is missing in the sequence numbers, too. */
function peerOf(call: RtpCall, socket: Socket): MediaPeer {
  const takenOf = (track: number) => call.media.countsOf(track)?.taken ?? 0;
  const send = async (track: number, fromSample: number, payload: Uint8Array) => {
    const before = takenOf(track);
    const sequence = (65_500 + fromSample / PIECE_SAMPLES) & 0xffff;
    const packet = { payloadType: 0, hasMarker: false, sequence, timestamp: fromSample, ssrc: track, payload };
    socket.send(writeRtpPacket(packet), call.ports[track], '127.0.0.1');
    // The packet that comes twice is taken too, and found out later.
    while (takenOf(track) === before) await nextTurn();
  };
  const sendGarbage = async () => {
    const isThere = () => call.media.countsOf(0)?.receiver.malformed ?? 0;
    const before = isThere();
    socket.send(Buffer.from('no RTP'), call.ports[0], '127.0.0.1');
    while (isThere() === before) await nextTurn();
  };
  return {
    send: async ({ fromSample, tracks }) => {
      for (const [track, samples] of tracks.entries()) if (samples !== null) await send(track, fromSample, samples);
    },
    end: () => void call.end(),
    drop: () => undefined,
    vanish: () => undefined,
    sendGarbage,
    sendOversized: () => Promise.resolve(),
  };
}

const rtpSubject = (): MediaSourceSubject => ({
  ...format,
  longCall: format,
  cannot: {
    PAUSE: 'the signalling pauses',
    RECONNECT: 'RTP has no connection; the signalling brings a call back',
    OVERSIZED: 'a datagram has 64 KiB at most, and every length is read',
    LONG_CALL: 'it takes half a million packets; rtp-receiver.spec.ts has hours with a clock that drifts',
  },
  gapToleranceMs: 20,
  open: async () => {
    const ports = new RtpPorts({ host: '127.0.0.1', firstPort, lastPort: firstPort + 15 });
    const source = new RtpTestSource(format.trackCount, ports);
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    const world = await openMediaSourceWorld({
      sources: source.registered,
      connect: async (_, callId) => peerOf(await source.startCall(callId), socket),
    });
    const close = async () => {
      await world.close();
      await new Promise<void>((resolve) => socket.close(() => resolve()));
    };
    return { ...world, close };
  },
});

describe('calls by RTP', () => {
  const { cannot } = rtpSubject();
  for (const { promise, needs, run } of mediaSourceConformance) {
    if (needs === undefined || cannot[needs] === undefined) it(promise, () => run(rtpSubject));
  }
});
