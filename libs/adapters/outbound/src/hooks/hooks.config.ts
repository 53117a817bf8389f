import { z } from 'zod';
import { flagSetting, wholeNumberSetting } from '@earshot/contracts';
import { keyIdSchema, outboundSettings, programSetting, signingSecret } from '../outbound.settings.js';

/** The settings that every hook shares. */
const hookSettings = {
  ...outboundSettings,
  EARSHOT_HOOK_SECRET: signingSecret
    .optional()
    .describe(
      'Secret that signs the requests of hooks at https:// addresses, at least 32 characters. Needed with such a hook. It is never logged.',
    ),
  EARSHOT_HOOK_KEY_ID: keyIdSchema
    .default('earshot')
    .describe(
      'Name of EARSHOT_HOOK_SECRET in the signatures, so that a receiver can take two secrets during a change.',
    ),
  EARSHOT_HOOK_TIMEOUT_MS: wholeNumberSetting(50, 60_000, 2_000).describe(
    'How long one question to a hook may take, its wait for a place included.',
  ),
  EARSHOT_HOOK_FAILURE: z
    .enum(['CONTINUE', 'HOLD'])
    .default('CONTINUE')
    .describe(
      'What happens when a hook fails. CONTINUE: the call goes on without it and shows a problem. HOLD: the hook is asked again for EARSHOT_HOOK_HOLD_MS, then the same.',
    ),
  EARSHOT_HOOK_HOLD_MS: wholeNumberSetting(1_000, 600_000, 30_000).describe(
    'How long a final or the start of a call waits, at most, for a hook that fails, with EARSHOT_HOOK_FAILURE=HOLD.',
  ),
  EARSHOT_HOOK_CONCURRENCY: wholeNumberSetting(1, 1_000, 64).describe(
    'Questions of one process to one hook at the same time. More wait for a place, within EARSHOT_HOOK_TIMEOUT_MS.',
  ),
};

export const callStartHookConfigSchema = z.object({
  ...hookSettings,
  EARSHOT_CALL_START_HOOK: programSetting.describe(
    'Program that is asked about each new call of a source that waits for the answer: https://… or the ARN of a Lambda function (docs/how-to/hooks.md).',
  ),
});
export type CallStartHookConfig = z.infer<typeof callStartHookConfigSchema>;

export const transcriptHookConfigSchema = z.object({
  ...hookSettings,
  EARSHOT_TRANSCRIPT_HOOK: programSetting.describe(
    'Program that may change the text of each final before it is stored: https://… or the ARN of a Lambda function (docs/how-to/hooks.md).',
  ),
  EARSHOT_TRANSCRIPT_HOOK_FINALS_ONLY: flagSetting('true').describe(
    'Whether EARSHOT_TRANSCRIPT_HOOK sees finals only. When false, it sees partials, too.',
  ),
  EARSHOT_TRANSCRIPT_HOOK_UNREDACTED: flagSetting().describe(
    'Whether EARSHOT_TRANSCRIPT_HOOK sees what was said with its private details. What it answers is redacted again.',
  ),
});
export type TranscriptHookConfig = z.infer<typeof transcriptHookConfigSchema>;

export type HookConfig = Omit<CallStartHookConfig, 'EARSHOT_CALL_START_HOOK'>;
