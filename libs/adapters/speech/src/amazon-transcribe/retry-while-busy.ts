import { jitteredBackoffMs } from '@earshot/domain';
import { pause, type Clock } from '@earshot/ports';
import { isBusy, toTranscribeFailure } from './transcribe-error.js';

const ATTEMPTS = 5;
const BACKOFF = { firstMs: 500, maxMs: 4_000 };

/** Tries again with growing pauses while the service is busy. Rejects with the `Failure` of the last attempt. */
export async function retryWhileBusy(attempt: () => Promise<void>, clock: Clock, signal: AbortSignal): Promise<void> {
  for (let count = 1; ; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      const failure = toTranscribeFailure(error, false);
      if (!isBusy(failure) || count >= ATTEMPTS) throw failure;
      await pause(clock, jitteredBackoffMs(count, BACKOFF, Math.random), signal);
      if (signal.aborted) throw failure;
    }
  }
}
