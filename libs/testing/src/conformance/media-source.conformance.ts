import { check, eventually, type ConformanceCase } from './conformance-case.js';
import {
  ConductedCall,
  randomPiece,
  type MediaAbility,
  type MediaSourceSubject,
  type MediaSourceWorld,
} from './media-source-case.js';

/** Most bytes that a call holds while the bus takes its audio. */
const MOST_HELD_BYTES = 2_097_152;
const LONG_CALL_MS = 4 * 3_600_000;
/** The clocks of two machines differ by less. */
const CLOCK_DRIFT = 100e-6;
/** Longer than every limit for a silent peer and for its return. */
const GIVE_UP_MS = 180_000;

/** A promise of every source of calls. A source whose protocol lacks the ability of a case says so, and leaves it out. */
export interface MediaSourceCase extends ConformanceCase<MediaSourceSubject> {
  readonly needs?: MediaAbility;
}

type Test = (subject: MediaSourceSubject, world: MediaSourceWorld) => Promise<void>;

const inWorld =
  (test: Test): MediaSourceCase['run'] =>
  async (create) => {
    const subject = await create();
    const world = await subject.open();
    try {
      await test(subject, world);
    } finally {
      await world.close();
    }
  };

const expectGap = ({ sampleRateHz, gapToleranceMs }: MediaSourceSubject, samples: number, ms: number) => {
  const declaredMs = (samples * 1_000) / sampleRateHz;
  check(Math.abs(declaredMs - ms) <= gapToleranceMs, `${declaredMs} ms are declared as missing, and ${ms} ms are`);
};

/** The promises of every source of calls. Each source must pass them, and each broken one must fail its case. */
export const mediaSourceConformance: readonly MediaSourceCase[] = [
  {
    promise: 'publishes every sample of a call once and in its place',
    run: inWorld(async (subject, world) => {
      const call = await ConductedCall.begin(subject, world, 'plain');
      await call.speak(150);
      await call.endExact();
    }),
  },
  {
    promise: 'puts pieces in order that come out of order',
    needs: 'REORDER',
    run: inWorld(async (subject, world) => {
      const call = await ConductedCall.begin(subject, world, 'reordered');
      await call.speak(10);
      for (let swaps = 0; swaps < 20; swaps++) {
        const [first, second] = [call.takePiece(), call.takePiece()];
        await world.clock.advance(2 * subject.pieceMs);
        await call.send(second);
        await call.send(first);
      }
      await call.endExact();
    }),
  },
  {
    promise: 'takes a piece that comes twice once',
    needs: 'REPEAT',
    run: inWorld(async (subject, world) => {
      const call = await ConductedCall.begin(subject, world, 'repeated');
      for (let count = 0; count < 40; count++) {
        await world.clock.advance(subject.pieceMs);
        const piece = call.takePiece();
        await call.send(piece);
        if (count % 3 === 0) await call.send(piece);
      }
      await call.endExact();
    }),
  },
  {
    promise: 'declares two seconds that were never sent, at their place',
    run: inWorld(async (subject, world) => {
      const call = await ConductedCall.begin(subject, world, 'gap');
      await call.speak(50);
      const before = call.expected.length;
      await world.clock.advance(2_000);
      call.skip(2_000);
      await call.speak(100);
      const { audio, gaps, missingSamples } = await call.end();
      check(audio.equals(call.expected), 'the published audio is not the sent audio');
      for (const samples of missingSamples) expectGap(subject, samples, 2_000);
      const [first] = gaps;
      const frameBytes = call.expected.length / (150 * (subject.pieceMs / 1_000) * subject.sampleRateHz);
      check(first?.fromSample === before / frameBytes, `the gap begins at sample ${first?.fromSample}`);
    }),
  },
  {
    promise: 'takes jitter of 50 ms for no gap',
    run: inWorld(async (subject, world) => {
      const call = await ConductedCall.begin(subject, world, 'jitter');
      let lateMs = 0;
      for (let count = 0; count < 300; count++) {
        // Late by 0 to 50 ms, in an order that has every step between.
        const nextLateMs = (count * 31) % 51;
        await world.clock.advance(Math.max(0, subject.pieceMs + nextLateMs - lateMs));
        lateMs = Math.max(nextLateMs, lateMs - subject.pieceMs);
        await call.send(call.takePiece());
      }
      await call.endExact();
    }),
  },
  {
    promise: 'continues a call whose connection was lost, and declares the time between',
    needs: 'RECONNECT',
    run: inWorld(async (subject, world) => {
      const call = await ConductedCall.begin(subject, world, 'reconnected');
      await call.speak(50);
      call.peer.drop();
      await call.until('stream.silent');
      await world.clock.advance(3_000);
      await call.reconnect();
      await call.speak(50);
      const { audio, gaps, reason } = await call.end();
      check(audio.equals(call.expected), 'the published audio is not the sent audio');
      check(gaps.length === 1, `${gaps.length} gaps are declared`);
      // The connection took the first piece only after it was spoken.
      for (const { fromSample, toSample } of gaps) expectGap(subject, toSample - fromSample, 3_000);
      check(reason === 'ENDED', `the call was closed as ${reason}`);
    }),
  },
  {
    promise: 'keeps nothing of a call that its source has paused, and declares the time as paused',
    needs: 'PAUSE',
    run: inWorld(async (subject, world) => {
      const call = await ConductedCall.begin(subject, world, 'paused');
      await call.speak(50);
      call.peer.setPause?.(true);
      await call.until('call.pause-changed');
      for (let count = 0; count < 50; count++) {
        await world.clock.advance(subject.pieceMs);
        const secret = randomPiece(subject, { fromSample: 0, ms: subject.pieceMs, seed: 1_000 + count });
        await call.send(secret);
      }
      call.peer.setPause?.(false);
      const changes = () => world.eventsOf('paused').filter(({ type }) => type === 'call.pause-changed').length;
      await eventually(() => changes() === 2, 'the call goes on');
      await call.speak(50);
      const { audio, gaps } = await call.end();
      check(audio.equals(call.expected), 'the published audio is not what was sent outside the pause');
      const pausedSamples = gaps.reduce((sum, { fromSample, toSample }) => sum + toSample - fromSample, 0);
      expectGap(subject, pausedSamples, 50 * subject.pieceMs);
      check(
        gaps.every(({ reason }) => reason === 'PAUSED'),
        'the time of the pause is declared as something else',
      );
    }),
  },
  {
    promise: 'gives a track of which nothing comes a gap of its own',
    needs: 'SEPARATE_TRACKS',
    run: inWorld(async (subject, world) => {
      const call = await ConductedCall.begin(subject, world, 'one-leg');
      await call.speakOnFirstTrack(150);
      const { audio, missingSamples, endSample } = await call.end();
      check(audio.equals(call.expected), 'the published audio is not the audio of the one track, with silence');
      for (const [track, samples] of missingSamples.entries())
        check(samples === (track === 0 ? 0 : endSample), `track ${track} lacks ${samples} of ${endSample} samples`);
    }),
  },
  {
    promise: 'keeps a call exact beside one that sends garbage',
    run: inWorld(async (subject, world) => {
      const [good, bad] = [
        await ConductedCall.begin(subject, world, 'good'),
        await ConductedCall.begin(subject, world, 'bad'),
      ];
      for (let count = 0; count < 20; count++) {
        await good.speak(2);
        await bad.peer.sendGarbage();
      }
      await good.endExact();
    }),
  },
  {
    promise: 'takes the next call after a message that is too large',
    needs: 'OVERSIZED',
    run: inWorld(async (subject, world) => {
      const [good, bad] = [
        await ConductedCall.begin(subject, world, 'good'),
        await ConductedCall.begin(subject, world, 'bad'),
      ];
      await bad.speak(5);
      await bad.peer.sendOversized();
      await good.speak(20);
      await good.endExact();
      const next = await ConductedCall.begin(subject, world, 'next');
      await next.speak(5);
      await next.endExact();
    }),
  },
  {
    promise: 'ends the call of a peer that stays connected and answers nothing',
    run: inWorld(async (subject, world) => {
      const call = await ConductedCall.begin(subject, world, 'half-open');
      await call.speak(10);
      call.peer.vanish();
      for (let ms = 0; ms < GIVE_UP_MS; ms += 1_000) await world.clock.advance(1_000);
      await call.until('call.ended');
    }),
  },
  {
    promise: 'accepts a call while the bus and the database stall, and loses nothing of it',
    run: inWorld(async (subject, world) => {
      world.stall();
      const call = await ConductedCall.begin(subject, world, 'stalled');
      await call.speak(50);
      world.resume();
      await call.speak(10);
      await call.endExact();
    }),
  },
  {
    promise: 'keeps the clock and the memory of a call of four hours whose source runs slow',
    needs: 'LONG_CALL',
    run: inWorld(async (subject, world) => {
      const { longCall } = subject;
      const { pieceMs, sampleRateHz } = longCall;
      const call = await ConductedCall.begin({ ...subject, ...longCall }, world, 'long');
      const pieceSamples = (pieceMs * sampleRateHz) / 1_000;
      const piece = randomPiece(longCall, { fromSample: 0, ms: pieceMs, seed: 1 });
      const pieces = LONG_CALL_MS / pieceMs;
      for (let count = 0; count < pieces; count++) {
        await world.clock.advance(pieceMs * (1 + CLOCK_DRIFT));
        await call.send({ ...piece, fromSample: count * pieceSamples });
        check(world.heldBytes() <= MOST_HELD_BYTES, `the call holds ${world.heldBytes()} bytes`);
        check(
          world.eventsOf('long').every(({ type }) => type !== 'audio.gap-declared'),
          `a gap is declared after ${count} pieces`,
        );
        world.forgetEvents();
      }
      call.peer.end();
      await call.until('call.ended');
      const closed = world.eventsOf('long').find((event) => event.type === 'stream.closed');
      const endSample = closed?.type === 'stream.closed' ? closed.data.endSample : 0;
      check(endSample === pieces * pieceSamples, `the call ends at sample ${endSample}`);
    }),
  },
];
