import { fakeTranscribeCredentials } from '@earshot/testing';
import { startChild, type Child } from './child-process.js';
import type { Measurement } from './format-table.js';
import type { CallsToTranscribe, CallsTranscribed } from './transcribe-client-child.js';
import type { TranscribeAddress } from './transcribe-server-child.js';

const CALLS = 40;
/** The engine compiles its hot code and grows its heap meanwhile. A process that serves calls for hours has done that. */
const WARM_UP_MS = 45_000;
const MEASURED_MS = 20_000;

/**
 * Measures the CPU time of the engine of Amazon Transcribe per second of a call with two tracks, against the local server in a
 * process of its own. 8 kHz audio comes at the pace of real time. The player is in the process of the engine, so its own time is
 * measured in the same run and subtracted. The SDK's own streams are measured in the same run too, because the figures depend
 * on the machine.
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
    const measurements: Measurement[] = [];
    for (const chunkMs of [200, 100]) {
      const player = await transcribeCalls(client, chunkMs, 'nobody');
      const sdk = await transcribeCalls(client, chunkMs, 'sdk');
      const both = await transcribeCalls(client, chunkMs, 'engine');
      const problems = await server.request<string[]>('problems');
      const [problem] = [...sdk.failures, ...both.failures, ...problems];
      if (problem !== undefined) throw new Error(problem);
      const [bothMs, playerMs, sdkMs] = [both, player, sdk].map(({ cpuPerCallSecondMs }) => cpuPerCallSecondMs);
      measurements.push({
        name: `Amazon Transcribe, CPU per second of a two-track call, ${CALLS} calls in real time, chunks of ${chunkMs} ms: engine (with the player − the player; finals, p99 delay of chunks; with the SDK's own streams − the player)`,
        measured: `${(bothMs - playerMs).toFixed(2)} ms (${bothMs.toFixed(2)} − ${playerMs.toFixed(2)}; ${both.finals}, ${both.delayP99Ms.toFixed(0)} ms; SDK ${(sdkMs - playerMs).toFixed(2)} ms)`,
        target: '< 1.0 ms',
      });
    }
    return measurements;
  } finally {
    await Promise.all([client.stop(), server.stop()]);
  }
}

const transcribeCalls = (client: Child<unknown>, chunkMs: number, by: CallsToTranscribe['by']) =>
  client.request<CallsTranscribed>('transcribe', {
    calls: CALLS,
    chunkMs,
    warmUpMs: by === 'nobody' ? WARM_UP_MS / 3 : WARM_UP_MS,
    measuredMs: MEASURED_MS,
    by,
  } satisfies CallsToTranscribe);
