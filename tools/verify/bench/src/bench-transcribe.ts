import { fakeTranscribeCredentials } from '@earshot/testing';
import { startChild, type Child } from './child-process.js';
import { percentile, type Measurement } from './format-table.js';
import type { CallsToTranscribe, CallsTranscribed } from './transcribe-client-child.js';
import type { TranscribeAddress } from './transcribe-server-child.js';

const CALLS = 40;
const CHUNKS_MS = [200, 100];
/** Each round measures the player, the SDK and the engine, so that all three see the same load of the machine. */
const ROUNDS = 5;
/** Code is compiled and the heap grows meanwhile. A process that serves calls for hours has done that. */
const WARM_UP_MS = 75_000;
/** Sessions open meanwhile. */
const OPENING_MS = 2_000;
const MEASURED_MS = 8_000;

type Transcriber = CallsToTranscribe['by'];

/**
 * Measures the CPU time of the engine of Amazon Transcribe per second of a call with two tracks, against the local server in a
 * process of its own. 8 kHz audio comes at the pace of real time, so this takes seven minutes. The player is in the process of the
 * engine, so its own time is measured in the same run and subtracted. The SDK's own streams are measured in the same run too,
 * because the figures depend on the machine.
 */
export async function benchTranscribe(): Promise<Measurement[]> {
  const server = await startChild<TranscribeAddress>('transcribe-server-child');
  Object.assign(process.env, {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: fakeTranscribeCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: fakeTranscribeCredentials.secretAccessKey,
    TRANSCRIBE_ENDPOINT: server.started.endpoint,
  });
  const client = await startChild('transcribe-client-child');
  try {
    const warmUps = (['nobody', 'sdk', 'engine'] as const).map((by) =>
      transcribeCalls(client, { by, chunkMs: Math.min(...CHUNKS_MS), warmUpMs: 0, measuredMs: WARM_UP_MS }),
    );
    checkRuns(await Promise.all(warmUps));
    const measurements: Measurement[] = [];
    for (const chunkMs of CHUNKS_MS) measurements.push(await measureChunks(client, chunkMs));
    const [problem] = await server.request<string[]>('problems');
    if (problem !== undefined) throw new Error(problem);
    return measurements;
  } finally {
    await Promise.all([client.stop(), server.stop()]);
  }
}

async function measureChunks(client: Child<unknown>, chunkMs: number): Promise<Measurement> {
  const runs: Record<Transcriber, CallsTranscribed[]> = { nobody: [], sdk: [], engine: [] };
  const transcribers = Object.keys(runs) as Transcriber[];
  for (let round = 0; round < ROUNDS; round += 1)
    for (const by of transcribers)
      runs[by].push(await transcribeCalls(client, { by, chunkMs, warmUpMs: OPENING_MS, measuredMs: MEASURED_MS }));
  checkRuns(Object.values(runs).flat());
  /** Medians of the rounds, without the player of the same round. */
  const cpuMsOf = (by: Transcriber, share = 0.5) =>
    percentile(
      runs[by].map((run, round) => run.cpuPerCallSecondMs - (runs.nobody[round]?.cpuPerCallSecondMs ?? NaN)),
      share,
    ).toFixed(2);
  const playerMs = percentile(
    runs.nobody.map(({ cpuPerCallSecondMs }) => cpuPerCallSecondMs),
    0.5,
  ).toFixed(2);
  const finals = runs.engine.reduce((sum, run) => sum + run.finals, 0);
  const delayMs = Math.max(...runs.engine.map(({ delayP99Ms }) => delayP99Ms)).toFixed(0);
  return {
    name: `Amazon Transcribe, CPU per second of a two-track call, ${CALLS} calls in real time, chunks of ${chunkMs} ms: engine, without the player: median of ${ROUNDS} rounds (from–to; the player; finals, highest p99 delay of chunks; the SDK's own streams, without the player)`,
    measured: `${cpuMsOf('engine')} ms (${cpuMsOf('engine', 0)}–${cpuMsOf('engine', 1)}; ${playerMs}; ${finals}, ${delayMs} ms; SDK ${cpuMsOf('sdk')} ms)`,
    target: '< 1.0 ms',
  };
}

function checkRuns(runs: readonly CallsTranscribed[]): void {
  const [failure] = runs.flatMap(({ failures }) => failures);
  if (failure !== undefined) throw new Error(failure);
}

const transcribeCalls = (client: Child<unknown>, calls: Omit<CallsToTranscribe, 'calls'>) =>
  client.request<CallsTranscribed>('transcribe', { calls: CALLS, ...calls } satisfies CallsToTranscribe);
