import { z } from 'zod';
import { sharedSettings, wholeNumberSetting } from '@earshot/contracts';

/** Every setting of the gateway. The keys are environment variables. */
export const gatewayConfigSchema = z.object({
  EARSHOT_HOST: sharedSettings.EARSHOT_HOST,
  EARSHOT_HTTP_PORT: sharedSettings.EARSHOT_HTTP_PORT,
  EARSHOT_WEB_ROOT: z
    .string()
    .min(1)
    .optional()
    .describe('Folder of the built web page. Without one, only the API is served.'),
  EARSHOT_ALLOWED_ORIGINS: sharedSettings.EARSHOT_ALLOWED_ORIGINS,
  EARSHOT_REDACTION_AUDIO: sharedSettings.EARSHOT_REDACTION_AUDIO,
  EARSHOT_REDACTION_MARGIN_MS: sharedSettings.EARSHOT_REDACTION_MARGIN_MS,
  EARSHOT_RECORDING_HOLD_BACK_MS: wholeNumberSetting(0, 600_000, 20_000).describe(
    'How far the recording of a live call stays behind its transcript. A number may go on in the next turn, and is only then recognized and hidden.',
  ),
  EARSHOT_UNTRANSCRIBED_AUDIO: z
    .enum(['mute', 'serve'])
    .default('mute')
    .describe(
      'Recorded audio that no speech engine has processed may hold numbers that nothing has redacted. mute: it is served as silence until it is transcribed. serve: it is audible; choose this without a speech engine.',
    ),
  EARSHOT_INTROSPECTION: z
    .enum(['true', 'false'])
    .optional()
    .describe('Whether clients may read the GraphQL schema. When unset: only when EARSHOT_HOST is a loopback address.'),
  EARSHOT_MAX_SOCKETS: wholeNumberSetting(1, 100_000, 5_000).describe(
    'Most WebSockets open at once. The gateway answers 503 to more.',
  ),
  EARSHOT_SUBSCRIBER_QUEUE: wholeNumberSetting(10, 100_000, 1_000).describe(
    'Most updates that wait for one slow subscriber. Beyond it, partials are dropped, then the subscription is closed.',
  ),
});

export type GatewayConfig = z.infer<typeof gatewayConfigSchema>;
