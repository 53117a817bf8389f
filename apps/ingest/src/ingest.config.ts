import { z } from 'zod';
import { flagSetting, sharedSettings, wholeNumberSetting } from '@earshot/contracts';

/** Every setting of ingest; the keys are the environment variables. */
export const ingestConfigSchema = z.object({
  EARSHOT_HOST: sharedSettings.EARSHOT_HOST,
  EARSHOT_INGEST_PORT: sharedSettings.EARSHOT_INGEST_PORT,
  EARSHOT_ALLOWED_ORIGINS: sharedSettings.EARSHOT_ALLOWED_ORIGINS,
  EARSHOT_MAX_CALLS: wholeNumberSetting(1, 1_000_000, 5_000).describe(
    'Calls at once; more are refused (CALL_LIMIT_REACHED, close 1013).',
  ),
  EARSHOT_RECONNECT_WINDOW_MS: sharedSettings.EARSHOT_RECONNECT_WINDOW_MS,
  EARSHOT_SOCKET_TIMEOUT_MS: wholeNumberSetting(3_000, 3_600_000, 60_000).describe(
    'A socket that sends nothing, not even a pong, for so long is dead.',
  ),
  EARSHOT_LCA_BROWSER_REPAIR: flagSetting().describe(
    "Mend the shifted 512-byte frames of LCA's own browser page; off, every byte is kept as it was sent.",
  ),
  EARSHOT_CALL_BUFFER_BYTES: wholeNumberSetting(65_536, 1_073_741_824, 1_048_576).describe(
    'Audio of one call that may wait for the bus before its socket is not read any more; the default holds half a minute of 8 kHz stereo.',
  ),
  EARSHOT_INGEST_BUFFER_BYTES: wholeNumberSetting(1_048_576, 1_099_511_627_776, 536_870_912).describe(
    'Audio of all calls together that may wait; beyond half of it new calls are refused (SERVICE_BUSY, close 1013), beyond it each call may hold no more than 64 KiB.',
  ),
  EARSHOT_MAX_BACKLOG_FRAMES: wholeNumberSetting(0, 1_000_000_000, 300_000).describe(
    'Audio messages that transcription or persistence may be behind before new calls are refused (SERVICE_BUSY, close 1013), until it is half; 0: no limit. The default is a minute of 1,000 calls in chunks of 200 ms. Words being spoken count, since audio is done when its final is.',
  ),
  EARSHOT_STALL_GAP_MS: wholeNumberSetting(0, 3_600_000, 5_000).describe(
    'Audio that stands still for so long on a live socket and is not made up for in a burst is declared as a gap, so that the clock of the call stays right; 0: never.',
  ),
  EARSHOT_INGEST_DRAIN_MS: wholeNumberSetting(0, 600_000, 10_000).describe(
    'When shutting down: how long audio that was received may take to reach the bus.',
  ),
});

export type IngestConfig = z.infer<typeof ingestConfigSchema>;
