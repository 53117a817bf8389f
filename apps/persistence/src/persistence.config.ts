import { z } from 'zod';
import { sharedSettings, wholeNumberSetting } from '@earshot/contracts';

/** Every setting of persistence; the keys are the environment variables. */
export const persistenceConfigSchema = z.object({
  EARSHOT_RECONNECT_WINDOW_MS: sharedSettings.EARSHOT_RECONNECT_WINDOW_MS,
  EARSHOT_COMPLETION_WAIT_MS: wholeNumberSetting(1_000, 86_400_000, 120_000).describe(
    'How long a call that ended waits for its last words and audio before it is completed without them.',
  ),
  EARSHOT_WRITE_WINDOW_MS: wholeNumberSetting(0, 1_000, 20).describe(
    'How long, at most, facts of all calls are gathered before they are written to the database in one transaction.',
  ),
  EARSHOT_DEAD_LETTER_DAYS: wholeNumberSetting(1, 3_650, 30).describe(
    'How long messages that a stage gave up on are kept for an operator.',
  ),
});

export type PersistenceConfig = z.infer<typeof persistenceConfigSchema>;
