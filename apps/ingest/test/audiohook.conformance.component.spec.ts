import { createHash } from 'node:crypto';
import { describe, expect, it, jest } from '@jest/globals';
import { formatPosition } from '@earshot/media/audiohook';
import { mediaSourceConformance, type CallFormat, type MediaPeer, type MediaSourceSubject } from '@earshot/testing';
import { AUDIOHOOK_PATH } from '../src/index.js';
import { AudiohookClient, bothChannels } from './audiohook-client.js';
import { interleave } from './conformance-subjects.js';
import type { IngestUnderTest } from './ingest-under-test.js';
import { openMediaSourceWorld, sendFrame } from './media-source-world.js';

jest.setTimeout(120_000);

const ONE_STREAM = 'both channels come interleaved in one stream, in order';
/** As Genesys Cloud sends them. */
const PING_EVERY_SAMPLES = 5 * 8_000;

const audiohookSubject = (): MediaSourceSubject => ({
  codec: 'PCMU',
  sampleRateHz: 8_000,
  trackCount: 2,
  pieceMs: 20,
  longCall: { codec: 'PCMU', sampleRateHz: 8_000, trackCount: 1, pieceMs: 10_000 },
  gapToleranceMs: 0,
  cannot: { REORDER: ONE_STREAM, REPEAT: ONE_STREAM, SEPARATE_TRACKS: ONE_STREAM },
  open: async () => {
    const world = await openMediaSourceWorld({ connect });
    return { ...world, eventsOf: (callId) => world.eventsOf(toConversationId(callId)) };
  },
});

async function connect(ingest: IngestUnderTest, callId: string, { trackCount }: CallFormat): Promise<MediaPeer> {
  const client = ingest.adopt(await AudiohookClient.open(`ws://127.0.0.1:${ingest.port}${AUDIOHOOK_PATH}`));
  const channels = bothChannels.channels.slice(0, trackCount);
  await client.openCall(toConversationId(callId), { media: [{ ...bothChannels, channels }] });
  let nextSample = 0;
  let pausedAtSample: number | null = null;
  const sentOrGone = (send: Promise<unknown>) => Promise.race([send, client.gone]).then(() => undefined);
  return {
    send: async ({ fromSample, tracks }) => {
      const samples = tracks[0]?.length ?? 0;
      // What is sent during a pause has no place in the call.
      if (pausedAtSample === null && fromSample > nextSample) client.discard(fromSample - nextSample);
      if (pausedAtSample === null) nextSample = fromSample + samples;
      client.positionSample += samples;
      await sendFrame(ingest, () => client.audio(interleave(tracks)));
      if (client.positionSample % PING_EVERY_SAMPLES === 0) client.send('ping');
    },
    end: () => client.send('close', { reason: 'end' }),
    drop: () => client.socket.terminate(),
    vanish: () => client.socket.pause(),
    setPause: (isPaused) => {
      if (isPaused) client.send('paused');
      else client.send('resumed', resumedSince(pausedAtSample ?? 0, client.positionSample));
      pausedAtSample = isPaused ? client.positionSample : null;
    },
    sendGarbage: async () => {
      client.text('{"type": 7');
      await sentOrGone(sendFrame(ingest, () => client.audio(Uint8Array.of(1, 2, 3))));
    },
    sendOversized: () => sentOrGone(client.audio(new Uint8Array(3_000_000))),
  };
}

const resumedSince = (fromSample: number, toSample: number) => ({
  start: formatPosition(fromSample),
  discarded: formatPosition(toSample - fromSample),
});

/** AudioHook names its conversations by UUIDs. */
const toConversationId = (callId: string): string =>
  createHash('md5')
    .update(callId)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

describe('the source audiohook', () => {
  const { cannot } = audiohookSubject();
  for (const { promise, needs, run } of mediaSourceConformance) {
    if (needs === undefined || cannot[needs] === undefined) it(promise, () => run(audiohookSubject));
  }

  it('says why it leaves a case out', () => {
    for (const reason of Object.values(cannot)) expect(reason).toMatch(/\w{3}/);
  });
});
