import type { CallId } from '@earshot/contracts';
import { pause, type SpeechEngine } from '@earshot/ports';
import { createSpeechEngines, speechConfigSchema } from '@earshot/speech';
import { CapturingLogger, CapturingMetrics } from '@earshot/testing';
import { serveRequests } from './child-process.js';
import { figureHandlers } from './process-figures.js';
import { createSdkTranscription } from './sdk-transcription.js';
import { clock } from './speech-runs.js';

/** Calls with two tracks, at the pace of real time. */
export interface CallsToTranscribe {
  readonly calls: number;
  /** Audio comes in chunks of this length. */
  readonly chunkMs: number;
  /** CPU time counts from `warmUpMs` on, for `measuredMs`. */
  readonly warmUpMs: number;
  readonly measuredMs: number;
  /** `nobody`: the audio goes nowhere, so that only the player counts. `sdk`: the SDK's own streams, to compare with. */
  readonly by: 'engine' | 'sdk' | 'nobody';
}

export interface CallsTranscribed {
  readonly cpuPerCallSecondMs: number;
  readonly finals: number;
  /** 99th percentile of the delay of chunks. If chunks come late, the figures say nothing. */
  readonly delayP99Ms: number;
  readonly failures: readonly string[];
}

const SAMPLE_RATE_HZ = 8_000;
const speeches: Int16Array[] = [];

const config = speechConfigSchema.parse({ ...process.env, SPEECH_ENGINE: 'amazon-transcribe' });
const engines = await createSpeechEngines(config, {
  dataDir: process.env['EARSHOT_DATA_DIR'] ?? '',
  metrics: new CapturingMetrics(),
  clock,
  logger: new CapturingLogger(),
});
const { engine, reason } = engines.choose();
if (engine === null) throw new Error(reason);

const transcribers: Record<CallsToTranscribe['by'], Pick<SpeechEngine, 'open'>> = {
  engine,
  sdk: createSdkTranscription(process.env['AWS_REGION'] ?? '', process.env['TRANSCRIBE_ENDPOINT'] ?? ''),
  nobody: { open: async () => ({ write: async () => {}, end: async () => {}, abort: async () => {} }) },
};

serveRequests(
  {},
  {
    ...figureHandlers(),
    transcribe: (calls: CallsToTranscribe) => transcribeCalls(transcribers[calls.by], calls),
    stop: () => engines.close(),
  },
);

async function transcribeCalls(by: Pick<SpeechEngine, 'open'>, plan: CallsToTranscribe): Promise<CallsTranscribed> {
  const { calls, chunkMs, warmUpMs, measuredMs } = plan;
  const delaysMs: number[] = [];
  const failures: string[] = [];
  let finals = 0;
  const startedAtMs = clock.nowMs();
  const playing = Array.from({ length: calls }, async (_, nth) => {
    const streams = await Promise.all(
      [0, 1].map((track) =>
        by.open({
          callId: `bench-${startedAtMs}-${nth}` as CallId,
          track,
          trackCount: 2,
          sampleRateHz: SAMPLE_RATE_HZ,
          language: 'en-US',
          startMs: 0,
          onResult: (result) => void (finals += result.kind === 'words' && result.isFinal ? 1 : 0),
          onFailure: (error) => void failures.push(error.message),
        }),
      ),
    );
    // Calls do not send their chunks at the same moment.
    const offsetMs = (nth * chunkMs) / calls;
    for (let atMs = 0; atMs < warmUpMs + measuredMs + 1_000; atMs += chunkMs) {
      const dueMs = startedAtMs + offsetMs + atMs + chunkMs;
      await pause(clock, Math.max(0, dueMs - clock.nowMs()));
      if (atMs > warmUpMs) delaysMs.push(Math.max(0, clock.nowMs() - dueMs));
      await Promise.all(streams.map((stream, track) => stream.write(readSpeech(track, atMs, chunkMs))));
    }
    await Promise.all(streams.map((stream) => stream.end()));
  });
  const played = Promise.all(playing);
  await Promise.race([pause(clock, warmUpMs), played]);
  const before = process.cpuUsage();
  const measuredFromMs = clock.nowMs();
  await Promise.race([pause(clock, measuredMs), played]);
  const { user, system } = process.cpuUsage(before);
  const callSeconds = (calls * (clock.nowMs() - measuredFromMs)) / 1_000;
  await played;
  delaysMs.sort((a, b) => a - b);
  return {
    cpuPerCallSecondMs: (user + system) / 1_000 / callSeconds,
    finals,
    delayP99Ms: delaysMs[Math.floor(delaysMs.length * 0.99)] ?? NaN,
    failures,
  };
}

/** One side talks for 4 s, six words in 2.4 s and 1.6 s pause, then the other one. The test server recognises the bursts. */
function readSpeech(track: number, fromMs: number, durationMs: number): Int16Array {
  const speech = (speeches[track] ??= createSpeech(track));
  const at = (fromMs * SAMPLE_RATE_HZ) / 1_000;
  const from = at % speech.length;
  return speech.slice(from, from + (durationMs * SAMPLE_RATE_HZ) / 1_000);
}

function createSpeech(track: number): Int16Array {
  const speech = new Int16Array(8 * SAMPLE_RATE_HZ);
  for (let word = 0; word < 6; word += 1) {
    const at = (track * 4 + word * 0.4) * SAMPLE_RATE_HZ;
    speech.fill((word + 1) * 1_000, at, at + 0.2 * SAMPLE_RATE_HZ);
  }
  return speech;
}
