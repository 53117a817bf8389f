import { sharedSettings, type CallId } from '@earshot/contracts';
import { decodeSamples, deinterleave, parseWavHeader, Resampler } from '@earshot/domain';
import { pause, type Clock, type Metrics, type SpeechEngine, type SpeechResult } from '@earshot/ports';
import { createSpeechEngines, speechConfigSchema } from '@earshot/speech';
import { CapturingLogger } from '@earshot/testing';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const SAMPLES_FOLDER = join(import.meta.dirname, '../../../../samples');
const CHUNK_MS = 100;
export const clock: Clock = {
  nowMs: () => Date.now(),
  schedule: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Runs Moonshine, with the model of a name or its default one, while `task` uses it. Returns the reason where it cannot run. */
export async function withMoonshine<Result>(
  { model, metrics }: { readonly model?: string; readonly metrics: Metrics },
  task: (engine: SpeechEngine) => Promise<Result>,
): Promise<Result | string> {
  const named = model === undefined ? {} : { SPEECH_MODEL: model };
  const config = speechConfigSchema.parse({ ...process.env, SPEECH_ENGINE: 'moonshine', ...named });
  const dataDir = sharedSettings.EARSHOT_DATA_DIR.parse(process.env['EARSHOT_DATA_DIR']);
  const engines = await createSpeechEngines(config, { dataDir, metrics, clock, logger: new CapturingLogger() });
  try {
    const { engine, reason } = engines.choose();
    return engine === null ? `not measured: ${reason}` : await task(engine);
  } finally {
    await engines.close();
  }
}

/** The tracks of a WAV file at the rate of an engine. */
export async function readTracks(file: string, sampleRateHz: number): Promise<Int16Array[]> {
  const wav = await readFile(file);
  const header = parseWavHeader(wav);
  if (!header.ok) throw new Error(header.error.detail);
  const { dataOffset, dataBytes, codec, channelCount, sampleRateHz: fromHz } = header.value;
  const samples = decodeSamples(wav.subarray(dataOffset, dataOffset + dataBytes), codec);
  return deinterleave(samples, channelCount).map((track) => new Resampler(fromHz, sampleRateHz).push(track));
}

export interface TrackRun {
  /** The calls take turns at the engine. */
  readonly callId?: string;
  readonly samples: Int16Array;
  readonly track: number;
  /** Recorded audio comes as fast as the engine takes it, live audio when it is spoken. */
  readonly isRecorded: boolean;
  /** `atMs` is on the clock of the track: 0 is the moment at which its first sample is spoken. */
  onResult(result: SpeechResult, atMs: number): void;
}

/** Sends a track to an engine in chunks, each when its last sample is spoken, and waits for the last words. */
export async function runTrack(
  engine: SpeechEngine,
  { callId = 'bench', samples, track, isRecorded, onResult }: TrackRun,
): Promise<void> {
  const sampleRateHz = engine.sampleRateHz ?? 16_000;
  const chunkSamples = (sampleRateHz * CHUNK_MS) / 1_000;
  const startedAtMs = clock.nowMs();
  const stream = await engine.open({
    callId: callId as CallId,
    track,
    sampleRateHz,
    language: 'en-US',
    startMs: 0,
    isRecorded,
    onResult: (result) => onResult(result, clock.nowMs() - startedAtMs),
    onFailure: (error) => process.stderr.write(`${error.message}\n`),
  });
  for (let at = 0; at < samples.length; at += chunkSamples) {
    const dueMs = startedAtMs + (Math.min(at + chunkSamples, samples.length) * 1_000) / sampleRateHz;
    if (!isRecorded) await pause(clock, Math.max(0, dueMs - clock.nowMs()));
    await stream.write(samples.slice(at, at + chunkSamples));
  }
  await stream.end();
}
