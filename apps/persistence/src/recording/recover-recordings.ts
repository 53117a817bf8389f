import { channels as bothChannels } from '@earshot/contracts';
import type { CallStore, Clock, OpenCall, RecordingStore, StreamProgress } from '@earshot/ports';
import type { WriteBatcher } from '../writes/write-batcher.js';

const PAGE = 200;
/** Shortest frame that ingest publishes: how many could have come since the last position that was stored. */
const SHORTEST_FRAME_MS = 100;

/**
 * After a crash a live call's file is ahead of what the store knows of it. Brings the store up to it, so that a source
 * that comes back goes on behind the last sample recorded and not over it. Returns how many calls were behind.
 */
export async function recoverRecordings(parts: {
  readonly store: CallStore;
  readonly recordings: RecordingStore;
  readonly writes: WriteBatcher;
  readonly clock: Clock;
}): Promise<number> {
  const { store, recordings, writes, clock } = parts;
  let behind = 0;
  let after: OpenCall['callId'] | undefined;
  for (;;) {
    const page = await store.liveCalls({ first: PAGE, ...(after === undefined ? {} : { after }) });
    await Promise.all(
      page.map(async (call) => {
        const progress = await recordedProgress(call, recordings);
        if (progress === null) return;
        behind++;
        await writes.write({ kind: 'progress', callId: call.callId, atMs: clock.nowMs(), progress });
      }),
    );
    after = page.at(-1)?.callId;
    if (page.length < PAGE) return behind;
  }
}

/** What the file says beyond what the store knows; null when that is nothing. */
async function recordedProgress(
  { callId, audioDone, progress }: OpenCall,
  recordings: RecordingStore,
): Promise<StreamProgress | null> {
  // A file that cannot be read now is no reason not to start: its call shows it when it is written again.
  const recording = audioDone ? null : await recordings.find(callId).catch(() => null);
  if (recording === null) return null;
  const { format, durationMs, modifiedAtMs } = recording;
  const positionSample = Math.round((durationMs * format.sampleRateHz) / 1_000);
  const known = progress ?? {
    ...format,
    channels: bothChannels.slice(0, format.channelCount),
    positionSample: -1,
    nextSequence: 0,
  };
  if (positionSample <= known.positionSample) return null;
  const framesSince = Math.ceil(
    ((positionSample - Math.max(0, known.positionSample)) / format.sampleRateHz) * (1_000 / SHORTEST_FRAME_MS),
  );
  return {
    ...known,
    positionSample,
    lastAudioAtMs: Math.round(modifiedAtMs),
    nextSequence: known.nextSequence + framesSince,
    hasRecording: true,
  };
}
