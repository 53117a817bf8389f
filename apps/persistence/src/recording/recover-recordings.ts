import { msToSamples, samplesToMs } from '@earshot/domain';
import type { CallStore, Clock, OpenCall, RecordingStore, StreamProgress } from '@earshot/ports';
import type { WriteBatcher } from '../writes/write-batcher.js';

const PAGE_SIZE = 200;
/** The shortest frame that ingest publishes. It bounds how many frames arrived since the stored position. */
const SHORTEST_FRAME_MS = 100;

/**
 * After a crash, the recording of a live call is longer than the store knows. Updates the store, so that a source that
 * reconnects continues after the last recorded sample. Returns the number of updated calls.
 */
export async function recoverRecordings(
  store: CallStore,
  recordings: RecordingStore,
  writes: WriteBatcher,
  clock: Clock,
): Promise<number> {
  let updated = 0;
  let after: OpenCall['callId'] | undefined;
  for (;;) {
    const page = await store.liveCalls({ first: PAGE_SIZE, ...(after === undefined ? {} : { after }) });
    await Promise.all(
      page.map(async (call) => {
        const progress = await findRecordedProgress(call, recordings);
        if (progress === null) return;
        updated++;
        await writes.write({ kind: 'progress', callId: call.callId, atMs: clock.nowMs(), progress });
      }),
    );
    after = page.at(-1)?.callId;
    if (page.length < PAGE_SIZE) return updated;
  }
}

/** The progress of the recording; null when the store knows it already. */
async function findRecordedProgress(
  { callId, audioDone, progress }: OpenCall,
  recordings: RecordingStore,
): Promise<StreamProgress | null> {
  // An unreadable file must not prevent the start. Its call shows the failure when it is written again.
  const recording = audioDone ? null : await recordings.find(callId).catch(() => null);
  if (recording === null) return null;
  const { format, durationMs, modifiedAtMs } = recording;
  const positionSample = Math.round(msToSamples(durationMs, format.sampleRateHz));
  const known = progress ?? { ...format, positionSample: -1, nextSequence: 0, isRecorded: true };
  if (positionSample <= known.positionSample) return null;
  const sinceMs = samplesToMs(positionSample - Math.max(0, known.positionSample), format.sampleRateHz);
  return {
    ...known,
    positionSample,
    lastAudioAtMs: Math.round(modifiedAtMs),
    nextSequence: known.nextSequence + Math.ceil(sinceMs / SHORTEST_FRAME_MS),
    hasRecording: true,
    recordedSample: positionSample,
  };
}
