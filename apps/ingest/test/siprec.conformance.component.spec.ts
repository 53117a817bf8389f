import { createSocket } from 'node:dgram';
import { afterEach, describe, it, jest } from '@jest/globals';
import { writeRtpPacket } from '@earshot/media/rtp';
import { mediaSourceConformance, type CallFormat, type MediaPeer, type MediaSourceSubject } from '@earshot/testing';
import { readAnsweredStreams, writeOffer } from '@earshot/media/siprec';
import { connectRecordingClient } from '@earshot/testing/siprec';
import type { IngestUnderTest } from './ingest-under-test.js';
import { openMediaSourceWorld } from './media-source-world.js';
import { portOfSiprec, siprecSettings } from './siprec-steps.js';

jest.setTimeout(120_000);

const PIECE_SAMPLES = 160;
const format = { codec: 'PCMU', sampleRateHz: 8_000, trackCount: 2, pieceMs: 20 } as const;

/** The timestamps of a sender: they go on in a pause, which the positions of the suite do not. */
class SenderClock {
  private offset = 0;
  private last = 0;
  private phase: 'LIVE' | 'PAUSED' | 'RESUMED' = 'LIVE';

  setPause(isPaused: boolean): void {
    this.phase = isPaused ? 'PAUSED' : 'RESUMED';
  }

  stamp(fromSample: number): number {
    const next = this.last + PIECE_SAMPLES;
    if (this.phase === 'RESUMED') {
      this.offset = next - fromSample;
      this.phase = 'LIVE';
    }
    const timestamp = this.phase === 'PAUSED' ? next : fromSample + this.offset;
    this.last = Math.max(this.last, timestamp);
    return timestamp;
  }
}

const sockets: { close(): void }[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

async function connect(ingest: IngestUnderTest, callId: string, { trackCount }: CallFormat): Promise<MediaPeer> {
  const port = portOfSiprec(ingest, 'UDP');
  // Each connection of a call is a session of its own; without metadata, its Call-ID names the call.
  const client = await connectRecordingClient(callId, { transport: 'UDP', host: '127.0.0.1', port });
  const labels = Array.from({ length: trackCount }, (_, track) => String(track + 1));
  const answer = await client.invite({ sdp: writeOffer(labels.map((label) => ({ label }))) });
  if (answer.statusCode !== 200) throw new Error(`the recording session was refused: ${answer.statusCode}`);
  const ports = readAnsweredStreams(answer).map((stream) => stream.port);
  const senders = ports.map(() => createSocket('udp4'));
  sockets.push(client, ...senders);
  const sendTo = (track: number, datagram: Uint8Array) =>
    new Promise<void>((resolve) => senders[track]?.send(datagram, ports[track], '127.0.0.1', () => resolve()));
  // Ingest has read every datagram that was sent before when it has answered a few times.
  const readDatagrams = async () => {
    for (let turn = 0; turn < 2; turn += 1) await client.request('OPTIONS');
  };
  const clock = new SenderClock();
  return {
    send: async ({ fromSample, tracks }) => {
      const timestamp = clock.stamp(fromSample);
      for (const [track, payload] of tracks.entries()) {
        if (payload === null) continue;
        const sequence = (timestamp / payload.length) & 0xffff;
        await sendTo(
          track,
          writeRtpPacket({ payloadType: 0, hasMarker: false, sequence, timestamp, ssrc: track + 1, payload }),
        );
      }
      await readDatagrams();
    },
    end: () => void client.request('BYE'),
    drop: () => undefined,
    // It still answers the BYE of the recorder, which a drain waits for.
    vanish: () => undefined,
    setPause: (isPaused) => {
      clock.setPause(isPaused);
      const attributes = isPaused ? ['record:paused'] : [];
      void client.invite({ sdp: writeOffer(labels.map((label) => ({ label, attributes }))) });
    },
    sendGarbage: async () => {
      client.sendBytes(Buffer.from('INVITE garbage\r\n\r\n'));
      await sendTo(0, Buffer.from('garbage'));
      await readDatagrams();
    },
    sendOversized: () => Promise.resolve(),
  };
}

const siprecSubject = (): MediaSourceSubject => ({
  ...format,
  longCall: format,
  cannot: {
    RECONNECT: 'a session is not bound to a connection: nobody sees that one is lost until its audio stops',
    OVERSIZED: 'a datagram holds 64 KiB at most, and every length is taken',
    LONG_CALL: 'a packet of seconds comes so late that its time is declared missing before it',
  },
  gapToleranceMs: 0,
  open: () => openMediaSourceWorld({ settings: siprecSettings, connect }),
});

describe('the source siprec', () => {
  const { cannot } = siprecSubject();
  for (const { promise, needs, run } of mediaSourceConformance) {
    if (needs === undefined || cannot[needs] === undefined) it(promise, () => run(siprecSubject));
  }
});
