import { createHash } from 'node:crypto';
import { describe, it, jest } from '@jest/globals';
import { freePorts, mediaSourceConformance, type MediaSourceSubject } from '@earshot/testing';
import { AudioSocketPeer } from './audiosocket-peer.js';
import { openMediaSourceWorld, sendFrame } from './media-source-world.js';

jest.setTimeout(120_000);

const format = { codec: 'L16', sampleRateHz: 8_000, trackCount: 1, pieceMs: 20 } as const;
const NO_TIMESTAMPS = 'its audio has no timestamps: TCP keeps the order';

/** The suite names its calls in words, and AudioSocket has UUIDs. */
const uuidOf = (callId: string): string =>
  createHash('md5')
    .update(callId)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const audioSocketSubject = (): MediaSourceSubject => ({
  ...format,
  // A frame holds 64 KiB at most.
  longCall: { ...format, pieceMs: 2_000 },
  cannot: {
    REORDER: NO_TIMESTAMPS,
    REPEAT: NO_TIMESTAMPS,
    SEPARATE_TRACKS: 'a connection has one track',
    PAUSE: 'it has no frame for it',
    OVERSIZED: 'the length of a frame has 16 bits, and every length is taken',
  },
  gapToleranceMs: 20,
  open: async () => {
    const [port = 0] = await freePorts(1);
    const world = await openMediaSourceWorld({
      settings: { EARSHOT_AUDIOSOCKET_PORT: String(port) },
      connect: async (ingest, callId) => {
        const peer = await AudioSocketPeer.open(port, uuidOf(callId));
        return {
          send: ({ tracks: [samples] }) => sendFrame(ingest, () => peer.sendAudio(samples ?? new Uint8Array(0))),
          end: () => peer.hangUp(),
          drop: () => void peer.socket.resetAndDestroy(),
          vanish: () => undefined,
          sendGarbage: async () => {
            peer.sendAudio(new Uint8Array(3));
            await peer.closed;
          },
          sendOversized: () => Promise.resolve(),
        };
      },
    });
    return { ...world, eventsOf: (callId) => world.eventsOf(uuidOf(callId)) };
  },
});

describe('the source audiosocket', () => {
  const { cannot } = audioSocketSubject();
  for (const { promise, needs, run } of mediaSourceConformance) {
    if (needs === undefined || cannot[needs] === undefined) it(promise, () => run(audioSocketSubject));
  }
});
