import { callIdSchema, exampleSpeaker, type CallId } from '@earshot/contracts';
import type { TranscriptProgress, TranscriptProgressStore } from '@earshot/ports';
import { check, type ConformanceCase } from './conformance-case.js';

let calls = 0;
const freshCall = (): CallId => callIdSchema.parse(`progress-${(calls += 1)}`);

export const progressAt = (transcribedSample: number, over: Partial<TranscriptProgress> = {}): TranscriptProgress => ({
  sampleRateHz: 8_000,
  tracks: [{ track: 0, transcribedSample, stintStartMs: 0, nextOrdinal: 1, isNewStint: false }],
  assignments: [{ ...exampleSpeaker('CUSTOMER'), fromMs: 0 }],
  untranscribed: [],
  isCompleted: false,
  ...over,
});

const transcribedOf = (progress: TranscriptProgress | null) => progress?.tracks[0]?.transcribedSample;

/** The promises of every `TranscriptProgressStore`. Each adapter must pass them, and each broken store must fail its case. */
export const transcriptProgressConformance: readonly ConformanceCase<TranscriptProgressStore>[] = [
  {
    promise: 'gives a new owner everything that the former one saved',
    run: async (create) => {
      const store = await create();
      const callId = freshCall();
      const first = await store.take({ callId });
      check(first.saved === null, 'a new call has progress');
      const progress = progressAt(4_000, {
        requestedEngine: 'scripted',
        script: 'name of a script\u0000',
        untranscribed: [{ track: 0, fromMs: 1.5, toMs: 2.25 }],
        isCompleted: true,
        transcribedFromRecording: [{ track: 1, fromSample: 80, toSample: 90 }],
      });
      await store.save([{ callId, epoch: first.epoch, progress: progressAt(1) }]);
      const refused = await store.save([{ callId, epoch: first.epoch, progress }]);
      check(refused.length === 0, 'the owner was refused');
      const { saved } = await store.take({ callId });
      check(transcribedOf(saved) === 4_000, `transcribed until ${transcribedOf(saved)}`);
      check(saved?.requestedEngine === 'scripted' && saved.script?.startsWith('name') === true, 'the engine is lost');
      check(saved.untranscribed[0]?.toMs === 2.25 && saved.isCompleted, 'a field is lost');
      check(saved.transcribedFromRecording?.[0]?.toSample === 90, 'the spans from the recording are lost');
      check(saved.assignments[0]?.role === 'CUSTOMER', 'the assignment of the track is lost');
    },
  },
  {
    promise: 'refuses the save of a former owner and stores the others of the same batch',
    run: async (create) => {
      const store = await create();
      const [callId, other] = [freshCall(), freshCall()];
      const first = await store.take({ callId });
      const ofOther = await store.take({ callId: other });
      const second = await store.take({ callId });
      await store.save([{ callId, epoch: second.epoch, progress: progressAt(200) }]);
      const refused = await store.save([
        { callId, epoch: first.epoch, progress: progressAt(900) },
        { callId: other, epoch: ofOther.epoch, progress: progressAt(300) },
      ]);
      check(refused.length === 1 && refused[0]?.callId === callId, `${refused.length} saves were refused`);
      check(transcribedOf((await store.take({ callId })).saved) === 200, 'the former owner overwrote its successor');
      check(transcribedOf((await store.take({ callId: other })).saved) === 300, 'the other call was not saved');
    },
  },
  {
    promise: 'gives every owner that takes a call at the same time its own epoch, and lets only the highest save',
    run: async (create) => {
      const store = await create();
      const callId = freshCall();
      const taken = await Promise.all(Array.from({ length: 20 }, () => store.take({ callId })));
      const epochs = taken.map(({ epoch }) => epoch);
      check(new Set(epochs).size === 20, 'two owners have the same epoch');
      const refused = await store.save(epochs.map((epoch) => ({ callId, epoch, progress: progressAt(epoch) })));
      check(refused.length === 19, `${refused.length} of 20 saves were refused`);
      check(
        transcribedOf((await store.take({ callId })).saved) === Math.max(...epochs),
        'the highest epoch did not save',
      );
    },
  },
  {
    promise: 'keeps separate progress and a unique epoch for each request of a call',
    run: async (create) => {
      const store = await create();
      const callId = freshCall();
      const live = await store.take({ callId });
      await store.save([{ callId, epoch: live.epoch, progress: progressAt(500) }]);
      const one = await store.take({ callId, requestId: 'one' });
      check(one.saved === null, 'a request begins with the progress of the live call');
      await store.save([{ callId, requestId: 'one', epoch: one.epoch, progress: progressAt(70) }]);
      const two = await store.take({ callId, requestId: 'two' });
      const again = await store.take({ callId, requestId: 'one' });
      check(new Set([one.epoch, two.epoch, again.epoch]).size === 3, 'two requests have the same epoch');
      check(transcribedOf(again.saved) === 70, 'the progress of the request is lost');
      const refused = await store.save([{ callId, epoch: live.epoch, progress: progressAt(600) }]);
      check(refused.length === 0, 'a request took the live call away');
    },
  },
];
