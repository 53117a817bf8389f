import { bytesPerSample } from '@earshot/contracts';
import type { MediaPeer, MediaSourceSubject } from '@earshot/testing';
import { customer, agent } from './earshot-client.js';
import type { IngestUnderTest } from './ingest-under-test.js';
import { openMediaSourceWorld, sendFrame, type WorldOptions } from './media-source-world.js';
import type { SocketClient } from './socket-client.js';

const CODEC = 'PCMU';
const NO_TIMESTAMPS = 'its audio has no timestamps: TCP keeps the order';
const ONE_STREAM = 'all tracks come interleaved in one stream';

const ordinary = {
  codec: CODEC,
  sampleRateHz: 8_000,
  trackCount: 2,
  pieceMs: 20,
  longCall: { codec: CODEC, sampleRateHz: 4_000, trackCount: 1, pieceMs: 10_000 },
  // A piece counts as spoken when it is there.
  gapToleranceMs: 20,
} as const;

export const earshotSubject = (world: Pick<WorldOptions, 'settings' | 'sources'> = {}): MediaSourceSubject => ({
  ...ordinary,
  cannot: { REORDER: NO_TIMESTAMPS, REPEAT: NO_TIMESTAMPS, SEPARATE_TRACKS: ONE_STREAM },
  open: () =>
    openMediaSourceWorld({
      ...world,
      connect: async (ingest, callId, { codec, sampleRateHz, trackCount }) => {
        const client = await ingest.earshotClient();
        const tracks = [{ participantId: customer.id }, { participantId: agent.id }].slice(0, trackCount);
        client.start(callId, { codec, sampleRateHz, tracks });
        await client.reply('started', { callId });
        return {
          ...peerOf(ingest, client, () => client.end()),
          setPause: (isPaused) => client.text({ type: isPaused ? 'call.paused' : 'call.resumed' }),
        };
      },
    }),
});

export const lcaSubject = (world: Pick<WorldOptions, 'settings' | 'sources'> = {}): MediaSourceSubject => ({
  ...ordinary,
  cannot: {
    REORDER: NO_TIMESTAMPS,
    REPEAT: NO_TIMESTAMPS,
    SEPARATE_TRACKS: ONE_STREAM,
    PAUSE: 'LCA has no message for it',
  },
  open: () =>
    openMediaSourceWorld({
      ...world,
      connect: async (ingest, callId, { codec, sampleRateHz, trackCount }) => {
        const client = await ingest.call(callId, { codec, samplingRate: sampleRateHz, channels: trackCount });
        return peerOf(ingest, client, () => client.end(callId));
      },
    }),
});

function peerOf(ingest: IngestUnderTest, client: SocketClient, end: () => void): MediaPeer {
  const sentOrGone = (send: Promise<unknown>) => Promise.race([send, client.gone]).then(() => undefined);
  return {
    send: ({ tracks }) => sendFrame(ingest, () => client.audio(interleave(tracks))),
    end,
    drop: () => client.socket.terminate(),
    vanish: () => client.socket.pause(),
    sendGarbage: async () => {
      client.text('{"type": 7');
      await sentOrGone(sendFrame(ingest, () => client.audio(Uint8Array.of(1, 2, 3))));
    },
    sendOversized: () => sentOrGone(client.audio(new Uint8Array(3_000_000))),
  };
}

/** A long call sends the same piece again and again. */
const interleaved = new WeakMap<readonly (Uint8Array | null)[], Uint8Array>();

export function interleave(tracks: readonly (Uint8Array | null)[]): Uint8Array {
  const known = interleaved.get(tracks);
  if (known !== undefined) return known;
  const frameBytes = tracks.length * bytesPerSample[CODEC];
  const joined = new Uint8Array((tracks[0]?.length ?? 0) * frameBytes);
  for (const [track, samples] of tracks.entries())
    for (let at = 0; at < (samples?.length ?? 0); at++) joined[at * frameBytes + track] = samples?.[at] ?? 0;
  interleaved.set(tracks, joined);
  return joined;
}
