import { once } from 'node:events';
import { bytesPerSample } from '@earshot/contracts';
import type { CallFormat, CallPiece, MediaPeer, MediaSourceSubject } from '@earshot/testing';
import type { IngestUnderTest } from './ingest-under-test.js';
import { openMediaSourceWorld } from './media-source-world.js';
import { PhoneSystemClient } from './phone-system-client.js';

const codec = 'PCMU';
const SOURCES = 'twilio,asterisk';
const trackNames = ['inbound', 'outbound'];

const ordinary = {
  codec,
  sampleRateHz: 8_000,
  pieceMs: 20,
  longCall: { codec, sampleRateHz: 4_000, trackCount: 1, pieceMs: 10_000 },
} as const;

/** Twilio: each track in text messages with chunk numbers and timestamps. */
export const twilioSubject = (): MediaSourceSubject => ({
  ...ordinary,
  trackCount: 2,
  gapToleranceMs: 0,
  cannot: { PAUSE: 'the protocol has no message for it' },
  open: () => openWorld('twilio', (client, callId, format) => startTwilio(client, callId, format)),
});

/** Asterisk's WebSocket channel, which ends a call as FreeSWITCH and the others do: by closing the socket. */
export const asteriskSubject = (): MediaSourceSubject => ({
  ...ordinary,
  trackCount: 1,
  // A piece counts as spoken when it is there.
  gapToleranceMs: 20,
  cannot: {
    REORDER: 'its audio has no timestamps: TCP keeps the order',
    REPEAT: 'its audio has no timestamps: TCP keeps the order',
    SEPARATE_TRACKS: 'a channel has one track',
    PAUSE: 'the protocol has no message for it',
    LONG_CALL: 'its codecs have 8,000 samples a second and more, so that four hours take too long',
  },
  open: () =>
    openWorld('asterisk', async (client, callId) => {
      await client.send(`MEDIA_START connection_id:k1 channel_id:${callId} format:ulaw optimal_frame_size:160`);
      return {
        send: ({ tracks }) => client.send(tracks[0] ?? new Uint8Array(0)),
        end: () => client.socket.close(1000),
      };
    }),
});

type Speech = Pick<MediaPeer, 'send' | 'end'>;

async function startTwilio(client: PhoneSystemClient, callId: string, format: CallFormat): Promise<Speech> {
  const { sampleRateHz, trackCount } = format;
  const mediaFormat = { encoding: 'audio/x-mulaw', sampleRate: sampleRateHz, channels: 1 };
  await client.start(callId, { tracks: trackNames.slice(0, trackCount), mediaFormat });
  return { send: (piece) => sendToTwilio(client, piece, sampleRateHz), end: () => void client.stop() };
}

async function sendToTwilio(client: PhoneSystemClient, { fromSample, tracks }: CallPiece, rate: number): Promise<void> {
  for (const [track, samples] of tracks.entries()) {
    if (samples === null) continue;
    const chunk = String(fromSample / (samples.length / bytesPerSample[codec]) + 1);
    const timestamp = String((fromSample * 1_000) / rate);
    const payload = Buffer.from(samples).toString('base64');
    await client.send({ event: 'media', media: { track: trackNames[track], chunk, timestamp, payload } });
  }
}

const openWorld = (
  vendor: string,
  start: (client: PhoneSystemClient, callId: string, format: CallFormat) => Promise<Speech>,
) =>
  openMediaSourceWorld({
    settings: { EARSHOT_SOURCES: SOURCES },
    connect: async (ingest, callId, format) => {
      const client = await connect(ingest, vendor);
      const { send, end } = await start(client, callId, format);
      await isReceived(client);
      return {
        send: (piece) => send(piece).then(() => isReceived(client)),
        end,
        drop: () => client.socket.terminate(),
        vanish: () => client.socket.pause(),
        sendGarbage: async () => {
          await client.send('{"event": 7');
          await client.send({ event: 'media', media: { payload: '%%%', track: {} } });
          await client.send(Uint8Array.of(1, 2, 3));
          await isReceived(client);
        },
        sendOversized: async () => {
          await client.send('x'.repeat(3_000_000));
          await client.gone;
        },
      };
    },
  });

async function connect(ingest: IngestUnderTest, vendor: string): Promise<PhoneSystemClient> {
  const client = await PhoneSystemClient.open(`ws://127.0.0.1:${ingest.port}/api/v1/${vendor}`);
  ingest.adopt(client);
  return client;
}

/** Resolves when the server has handled every message so far: it answers a ping in its turn. */
async function isReceived(client: PhoneSystemClient): Promise<void> {
  if (client.socket.readyState !== client.socket.OPEN) return;
  const answered = once(client.socket, 'pong');
  client.socket.ping();
  await Promise.race([answered, client.gone]);
}
