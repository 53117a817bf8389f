import { z } from 'zod';
import { sharedSettings, wholeNumberSetting } from '@earshot/contracts';

/** Every setting of transcription; the keys are the environment variables. Engines have their own in `@earshot/speech`. */
export const transcriptionConfigSchema = z.object({
  SPEECH_LANGUAGE: sharedSettings.SPEECH_LANGUAGE,
  EARSHOT_REPLAY_SECONDS: wholeNumberSetting(10, 600, 120).describe(
    'Seconds of audio kept per channel until an engine has heard them, to be played again after a failure.',
  ),
  EARSHOT_ENGINE_PATIENCE_MS: wholeNumberSetting(100, 600_000, 10_000).describe(
    'How long an engine may stay slower than the audio once that store is full, before its oldest quarter is given up as a gap.',
  ),
  EARSHOT_ENGINE_HANG_MS: wholeNumberSetting(1_000, 600_000, 20_000).describe(
    'An engine that has audio and gives no result for this long is taken for dead and started again.',
  ),
  EARSHOT_ENGINE_MAX_FAILURES: wholeNumberSetting(1, 100, 5).describe(
    'Failures in a row of one engine on a channel before another is looked for; with none, its audio becomes a gap.',
  ),
  EARSHOT_ENGINE_RETRY_MS: wholeNumberSetting(100, 3_600_000, 30_000).describe(
    'How often a channel without a working engine looks for one again.',
  ),
  EARSHOT_IDLE_CALL_MS: wholeNumberSetting(1_000, 86_400_000, 600_000).describe(
    'A call that sends no audio for this long is taken for over, and its transcript completed.',
  ),
  EARSHOT_MAX_TRANSCRIBED_CALLS: wholeNumberSetting(1, 100_000, 5_000).describe(
    'Calls transcribed at once by one process; further ones wait on the bus.',
  ),
  EARSHOT_BACKFILL_QUEUE: wholeNumberSetting(1, 10_000, 100).describe(
    'Requests to transcribe recorded audio that wait in one process; further ones wait on the bus.',
  ),
  EARSHOT_AUTO_BACKFILL: z
    .enum(['on', 'off'])
    .default('on')
    .describe(
      'Whether audio that no engine heard during a call is transcribed from its recording once the call is over.',
    ),
  EARSHOT_PROGRESS_WINDOW_MS: wholeNumberSetting(0, 1_000, 20).describe(
    'How long the progress of all calls is gathered before it is saved in one statement; a final waits for that of the final before it.',
  ),
  EARSHOT_FENCED_PAUSE_MS: wholeNumberSetting(100, 60_000, 5_000).describe(
    'How long a call that another process took is left alone before it is taken again, where the bus still gives it to this process; doubles each time.',
  ),
  EARSHOT_DRAIN_FLUSH_MS: wholeNumberSetting(0, 60_000, 5_000).describe(
    'How long letting go of calls may take when the service stops; on the embedded bus, also what engines have for their last words.',
  ),
});

export type TranscriptionConfig = z.infer<typeof transcriptionConfigSchema>;

/** The settings by the names the code uses. */
export interface TranscriptionSettings {
  readonly language: string;
  readonly replaySeconds: number;
  readonly patienceMs: number;
  readonly hangMs: number;
  readonly maxFailures: number;
  readonly retryMs: number;
  readonly idleCallMs: number;
  readonly maxCalls: number;
  readonly maxBackfills: number;
  readonly autoBackfill: boolean;
  readonly progressWindowMs: number;
  readonly fencedPauseMs: number;
  readonly drainFlushMs: number;
}

export const settingsOf = (config: TranscriptionConfig): TranscriptionSettings => ({
  language: config.SPEECH_LANGUAGE,
  replaySeconds: config.EARSHOT_REPLAY_SECONDS,
  patienceMs: config.EARSHOT_ENGINE_PATIENCE_MS,
  hangMs: config.EARSHOT_ENGINE_HANG_MS,
  maxFailures: config.EARSHOT_ENGINE_MAX_FAILURES,
  retryMs: config.EARSHOT_ENGINE_RETRY_MS,
  idleCallMs: config.EARSHOT_IDLE_CALL_MS,
  maxCalls: config.EARSHOT_MAX_TRANSCRIBED_CALLS,
  maxBackfills: config.EARSHOT_BACKFILL_QUEUE,
  autoBackfill: config.EARSHOT_AUTO_BACKFILL === 'on',
  progressWindowMs: config.EARSHOT_PROGRESS_WINDOW_MS,
  fencedPauseMs: config.EARSHOT_FENCED_PAUSE_MS,
  drainFlushMs: config.EARSHOT_DRAIN_FLUSH_MS,
});
