import type { SpeechEngine } from '@earshot/ports';
import { CapturingMetrics } from '@earshot/testing';
import { join } from 'node:path';
import type { Measurement } from './format-table.js';
import { readTracks, runTrack, SAMPLES_FOLDER, withMoonshine } from './speech-runs.js';
import { readTreeCpuMs } from './process-tree.js';

/**
 * Measures the CPU time that Moonshine takes for a second of one track, of a sample call that comes live with partials, and of
 * the same call from its recording without them. Also counts the words that partials took back.
 */
export async function benchSpeech(): Promise<Measurement[]> {
  const metrics = new CapturingMetrics();
  const measured = await withMoonshine({ metrics }, async (engine) => {
    const tracks = await readTracks(join(SAMPLES_FOLDER, 'card-payment.wav'), engine.sampleRateHz ?? 16_000);
    const live = await measureCall(engine, tracks, false);
    const recorded = await measureCall(engine, tracks, true);
    const count = (name: string) => metrics.values.get(`earshot_moonshine_${name}_total`) ?? 0;
    return [
      { name: `speech, ${engine.name}, live with partials: CPU per channel-second / channels per core`, ...live },
      {
        name: `speech, ${engine.name}, recorded, finals only: CPU per channel-second / channels per core`,
        ...recorded,
      },
      {
        name: `speech, ${engine.name}: partials / words that stood in two of them and were taken back`,
        measured: `${count('partials')} / ${count('taken_back_words')}`,
        target: '',
      },
    ];
  });
  return typeof measured === 'string' ? [{ name: 'speech', measured, target: '' }] : measured;
}

async function measureCall(engine: SpeechEngine, tracks: readonly Int16Array[], isRecorded: boolean) {
  const before = readTreeCpuMs(process.pid);
  await Promise.all(
    tracks.map((samples, track) => runTrack(engine, { samples, track, isRecorded, onResult: () => undefined })),
  );
  const after = readTreeCpuMs(process.pid);
  if (before === null || after === null) return { measured: 'not measured: the system has no /proc', target: '' };
  const channelSeconds = tracks.reduce((sum, { length }) => sum + length, 0) / (engine.sampleRateHz ?? 16_000);
  const cpuMs = (after - before) / channelSeconds;
  return { measured: `${cpuMs.toFixed(1)} ms / ${Math.floor(1_000 / cpuMs)}`, target: '' };
}
