import { z } from 'zod';
import { sharedSettings, wholeNumberSetting } from '@earshot/contracts';

/** The settings of transcription, by environment variable. The settings of engines are in `@earshot/speech`. */
export const transcriptionConfigSchema = z.object({
  SPEECH_LANGUAGE: sharedSettings.SPEECH_LANGUAGE,
  EARSHOT_REPLAY_SECONDS: wholeNumberSetting(10, 600, 120).describe(
    'Seconds of untranscribed audio kept for each track. After an engine failure this audio is transcribed again.',
  ),
  EARSHOT_ENGINE_PATIENCE_MS: wholeNumberSetting(100, 600_000, 10_000).describe(
    'How long an engine may hold the audio back when EARSHOT_REPLAY_SECONDS are full. Then the oldest quarter becomes a gap.',
  ),
  EARSHOT_ENGINE_HANG_MS: wholeNumberSetting(1_000, 600_000, 20_000).describe(
    'An engine that has audio and gives no result for this long is started again.',
  ),
  EARSHOT_ENGINE_MAX_FAILURES: wholeNumberSetting(1, 100, 5).describe(
    'Failures in a row of an engine on one track before another engine takes over. Without another engine the audio becomes a gap.',
  ),
  EARSHOT_ENGINE_RETRY_MS: wholeNumberSetting(100, 3_600_000, 30_000).describe(
    'How often a track without an engine looks for one.',
  ),
  EARSHOT_IDLE_CALL_MS: wholeNumberSetting(1_000, 86_400_000, 600_000).describe(
    'A call that sends no audio for this long counts as over, and its transcript is completed.',
  ),
  EARSHOT_MAX_TRANSCRIBED_CALLS: wholeNumberSetting(1, 100_000, 5_000).describe(
    'Calls that one process transcribes at once. Further calls wait on the bus.',
  ),
  EARSHOT_BACKFILL_QUEUE: wholeNumberSetting(1, 10_000, 100).describe(
    'Requests to transcribe recorded audio that wait in one process. Further requests wait on the bus.',
  ),
  EARSHOT_AUTO_BACKFILL: z
    .enum(['on', 'off'])
    .default('on')
    .describe('Whether untranscribed audio of a call is transcribed from its recording when the call is over.'),
  EARSHOT_PROGRESS_WINDOW_MS: wholeNumberSetting(0, 1_000, 20).describe(
    'How long the progress of all calls is collected before one statement saves it. The next final of a track waits until the last one is saved.',
  ),
  EARSHOT_FENCED_PAUSE_MS: wholeNumberSetting(100, 60_000, 5_000).describe(
    'How long this process waits before it takes a call back from another process, if the bus still sends the call here. The pause doubles each time.',
  ),
  EARSHOT_DRAIN_FLUSH_MS: wholeNumberSetting(0, 60_000, 5_000).describe(
    'How long a stopping service may take to let its calls go. On the embedded bus, engines give their last results in this time.',
  ),
});

export type TranscriptionConfig = z.infer<typeof transcriptionConfigSchema>;

/** The settings by the names that the code uses. */
export interface TranscriptionSettings {
  readonly language: string;
  readonly replaySeconds: number;
  readonly enginePatienceMs: number;
  readonly engineHangMs: number;
  readonly maxEngineFailures: number;
  readonly engineRetryMs: number;
  readonly idleCallMs: number;
  readonly maxCalls: number;
  readonly maxBackfills: number;
  readonly autoBackfill: boolean;
  readonly progressWindowMs: number;
  readonly takeAgainPauseMs: number;
  readonly drainFlushMs: number;
}

export const settingsOf = (config: TranscriptionConfig): TranscriptionSettings => ({
  language: config.SPEECH_LANGUAGE,
  replaySeconds: config.EARSHOT_REPLAY_SECONDS,
  enginePatienceMs: config.EARSHOT_ENGINE_PATIENCE_MS,
  engineHangMs: config.EARSHOT_ENGINE_HANG_MS,
  maxEngineFailures: config.EARSHOT_ENGINE_MAX_FAILURES,
  engineRetryMs: config.EARSHOT_ENGINE_RETRY_MS,
  idleCallMs: config.EARSHOT_IDLE_CALL_MS,
  maxCalls: config.EARSHOT_MAX_TRANSCRIBED_CALLS,
  maxBackfills: config.EARSHOT_BACKFILL_QUEUE,
  autoBackfill: config.EARSHOT_AUTO_BACKFILL === 'on',
  progressWindowMs: config.EARSHOT_PROGRESS_WINDOW_MS,
  takeAgainPauseMs: config.EARSHOT_FENCED_PAUSE_MS,
  drainFlushMs: config.EARSHOT_DRAIN_FLUSH_MS,
});
