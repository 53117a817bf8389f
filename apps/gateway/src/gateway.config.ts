import { z } from 'zod';
import { sharedSettings, wholeNumberSetting } from '@earshot/contracts';

/** Every setting of the gateway; the keys are the environment variables. */
export const gatewayConfigSchema = z.object({
  EARSHOT_HOST: sharedSettings.EARSHOT_HOST,
  EARSHOT_HTTP_PORT: sharedSettings.EARSHOT_HTTP_PORT,
  EARSHOT_WEB_ROOT: z
    .string()
    .min(1)
    .optional()
    .describe('Folder of the built web page; without it only the API is served.'),
  EARSHOT_ALLOWED_ORIGINS: sharedSettings.EARSHOT_ALLOWED_ORIGINS,
  EARSHOT_INTROSPECTION: z
    .enum(['true', 'false'])
    .optional()
    .describe('Whether clients may ask GraphQL for its schema. Unless set: only when served on loopback.'),
  EARSHOT_MAX_SOCKETS: wholeNumberSetting(1, 100_000, 5_000).describe(
    'WebSockets open at once; more are answered 503.',
  ),
  EARSHOT_SUBSCRIBER_QUEUE: wholeNumberSetting(10, 100_000, 1_000).describe(
    'Updates kept for one slow subscription; beyond it partials are dropped, then the subscription is closed.',
  ),
});

export type GatewayConfig = z.infer<typeof gatewayConfigSchema>;
