import { sharedSettings, type CallId } from '@earshot/contracts';
import { deinterleave, Resampler, decodeSamples, parseWavHeader } from '@earshot/domain';
import { pause, type Clock, type SpeechEngine } from '@earshot/ports';
import { createSpeechEngines, speechConfigSchema } from '@earshot/speech';
import { CapturingLogger, CapturingMetrics } from '@earshot/testing';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Measurement } from './format-table.js';
import { readTreeCpuMs } from './tree-cpu.js';

const SAMPLE_CALL = join(import.meta.dirname, '../../../../samples/card-payment.wav');
const CHUNK_MS = 100;
const clock: Clock = {
  nowMs: () => Date.now(),
  schedule: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

/**
 * Measures the CPU time that Moonshine takes for a second of one track, of a sample call that comes live with partials, and of
 * the same call from its recording without them. Also counts the words that partials took back.
 */
export async function benchSpeech(): Promise<Measurement[]> {
  const metrics = new CapturingMetrics();
  const config = speechConfigSchema.parse({ ...process.env, SPEECH_ENGINE: 'moonshine' });
  const dataDir = sharedSettings.EARSHOT_DATA_DIR.parse(process.env['EARSHOT_DATA_DIR']);
  const engines = await createSpeechEngines(config, { dataDir, metrics, clock, logger: new CapturingLogger() });
  try {
    const { engine, reason } = engines.choose();
    if (engine === null) return [{ name: 'speech', measured: `not measured: ${reason}`, target: '' }];
    const tracks = await readTracks(engine.sampleRateHz ?? 16_000);
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
  } finally {
    await engines.close();
  }
}

async function readTracks(sampleRateHz: number): Promise<Int16Array[]> {
  const wav = await readFile(SAMPLE_CALL);
  const header = parseWavHeader(wav);
  if (!header.ok) throw new Error(header.error.detail);
  const { dataOffset, dataBytes, codec, channelCount, sampleRateHz: fromHz } = header.value;
  const samples = decodeSamples(wav.subarray(dataOffset, dataOffset + dataBytes), codec);
  return deinterleave(samples, channelCount).map((track) => new Resampler(fromHz, sampleRateHz).push(track));
}

/** Live audio comes at the speed of speech, recorded audio as fast as the engine takes it. */
async function measureCall(engine: SpeechEngine, tracks: readonly Int16Array[], isRecorded: boolean) {
  const sampleRateHz = engine.sampleRateHz ?? 16_000;
  const chunkSamples = (sampleRateHz * CHUNK_MS) / 1_000;
  const before = readTreeCpuMs(process.pid);
  const startedAtMs = clock.nowMs();
  await Promise.all(
    tracks.map(async (samples, track) => {
      const stream = await engine.open({
        callId: 'bench' as CallId,
        track,
        sampleRateHz,
        language: 'en-US',
        startMs: 0,
        isRecorded,
        onResult: () => undefined,
        onFailure: (error) => process.stderr.write(`${error.message}\n`),
      });
      for (let at = 0; at < samples.length; at += chunkSamples) {
        const dueMs = startedAtMs + (at * 1_000) / sampleRateHz;
        if (!isRecorded) await pause(clock, Math.max(0, dueMs - clock.nowMs()));
        await stream.write(samples.slice(at, at + chunkSamples));
      }
      await stream.end();
    }),
  );
  const after = readTreeCpuMs(process.pid);
  if (before === null || after === null) return { measured: 'not measured: the system has no /proc', target: '' };
  const channelSeconds = tracks.reduce((sum, { length }) => sum + length, 0) / sampleRateHz;
  const cpuMs = (after - before) / channelSeconds;
  return { measured: `${cpuMs.toFixed(1)} ms / ${Math.floor(1_000 / cpuMs)}`, target: '' };
}
