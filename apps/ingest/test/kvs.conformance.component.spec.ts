import { ManualClock, mediaSourceConformance, startAwsCalls, type MediaSourceSubject } from '@earshot/testing';
import { describe, it, jest } from '@jest/globals';
import { nextTurn } from './ingest-steps.js';
import { StreamedLeg } from './kvs-phone-system.js';
import { openMediaSourceWorld, sendFrame } from './media-source-world.js';

jest.setTimeout(120_000);

const format = { codec: 'L16', sampleRateHz: 8_000, trackCount: 2, pieceMs: 20 } as const;
const OVERSIZED_BLOCK = Uint8Array.of(0xa3, 0x10, 0x10, 0, 0);

/** Amazon Chime with two legs: one fragment for each piece of a leg. */
const kvsSubject = (): MediaSourceSubject => ({
  ...format,
  longCall: format,
  gapToleranceMs: 0,
  cannot: {
    REORDER: 'a stream gives its fragments in order',
    REPEAT: 'a stream has one fragment of each number; stream-progress.spec.ts reads them again',
    PAUSE: 'the platform has no message for it',
    RECONNECT: 'a session that was cut is read on, and nothing is missing: kvs.component.spec.ts',
    LONG_CALL: 'half a gigabyte of fragments takes too long; kvs.component.spec.ts has a call of several sessions',
  },
  open: async () => {
    const aws = await startAwsCalls(new ManualClock());
    Object.assign(process.env, aws.environment);
    const world = await openMediaSourceWorld({
      settings: {
        EARSHOT_SOURCES: 'kvs',
        EARSHOT_KVS_EVENTS_QUEUE_URL: aws.queueUrl,
        EARSHOT_KVS_ENDPOINT: aws.endpoint,
        EARSHOT_KVS_SILENCE_MS: '60000',
        AWS_REGION: 'eu-central-1',
      },
      connect: async (ingest, callId) => {
        const legs = [false, true].map((isCaller) => new StreamedLeg(aws, callId, isCaller));
        for (const leg of legs) leg.start();
        await Promise.all(legs.map(({ stream }) => stream.untilSessions(1)));
        const end = async () => {
          const done = aws.queue.deletedCount + legs.length;
          for (const leg of legs) leg.end();
          while (aws.queue.deletedCount < done) await nextTurn();
          // A leg that is silent at its end never reaches it.
          await world.clock.advance(11_000);
        };
        return {
          send: async ({ fromSample, tracks }) => {
            for (const [track, samples] of tracks.entries())
              if (samples !== null) await sendFrame(ingest, () => legs[track]?.speak(fromSample / 8, samples));
          },
          end: () => void end(),
          drop: () => undefined,
          vanish: () => undefined,
          sendGarbage: async () => legs[0]?.stream.addGarbage(Uint8Array.of(0, 1, 2)),
          sendOversized: async () => legs[0]?.stream.addGarbage(OVERSIZED_BLOCK),
        };
      },
    });
    const close = async () => {
      await world.close();
      await aws.goAway();
    };
    return { ...world, close };
  },
});

describe('calls of Amazon Chime', () => {
  const { cannot } = kvsSubject();
  for (const { promise, needs, run } of mediaSourceConformance) {
    if (needs === undefined || cannot[needs] === undefined) it(promise, () => run(kvsSubject));
  }
});
