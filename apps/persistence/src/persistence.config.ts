import { z } from 'zod';
import { sharedSettings, wholeNumberSetting } from '@earshot/contracts';
import { notificationsConfigSchema } from '@earshot/outbound';

/** The settings of persistence. Each key is an environment variable. */
export const persistenceConfigSchema = z.object({
  EARSHOT_RECONNECT_WINDOW_MS: sharedSettings.EARSHOT_RECONNECT_WINDOW_MS,
  EARSHOT_REDACTION_AUDIO: sharedSettings.EARSHOT_REDACTION_AUDIO,
  EARSHOT_REDACTION_MARGIN_MS: sharedSettings.EARSHOT_REDACTION_MARGIN_MS,
  EARSHOT_RETENTION_DAYS: sharedSettings.EARSHOT_RETENTION_DAYS,
  EARSHOT_COMPLETION_WAIT_MS: wholeNumberSetting(1_000, 86_400_000, 120_000).describe(
    'How long an ended call waits for its last transcript and audio before it is completed without them.',
  ),
  EARSHOT_WRITE_WINDOW_MS: wholeNumberSetting(0, 1_000, 20).describe(
    'How long the facts of all calls are collected, at most, before one transaction writes them to the database.',
  ),
  ...notificationsConfigSchema.shape,
  EARSHOT_DEAD_LETTER_DAYS: wholeNumberSetting(1, 3_650, 7).describe('How long dead letters are kept for an operator.'),
});

export type PersistenceConfig = z.infer<typeof persistenceConfigSchema>;
