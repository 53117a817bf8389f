import { z } from 'zod';
import { httpUrl, optionalTextSetting, wholeNumberSetting } from '@earshot/contracts';
import { outboundSettings } from '../outbound.settings.js';

/** The settings of notifications. */
export const notificationsConfigSchema = z.object({
  ...outboundSettings,
  SNS_ENDPOINT: z
    .url(httpUrl)
    .optional()
    .describe('URL of an Amazon SNS server other than that of the region, for example a private one.'),
  EARSHOT_NOTIFICATIONS_FILE: optionalTextSetting.describe(
    'JSON file of who is told when a call starts or ends, or a category matches (docs/how-to/notifications.md). Without it, nobody is.',
  ),
  EARSHOT_NOTIFICATION_TIMEOUT_MS: wholeNumberSetting(100, 120_000, 10_000).describe(
    'How long one attempt to send a notification may take.',
  ),
  EARSHOT_NOTIFICATION_ATTEMPTS: wholeNumberSetting(1, 100, 12).describe(
    'Attempts to send a notification, with pauses from 5 seconds to an hour between them; 12 take about two hours.',
  ),
  EARSHOT_NOTIFICATION_DAYS: wholeNumberSetting(1, 3_650, 7).describe(
    'How long the log of notifications is kept. A notification that is still not sent then is given up.',
  ),
});

export type NotificationsConfig = z.infer<typeof notificationsConfigSchema>;

/** The value of a variable that the file of targets names, so that the file holds no secret. */
export const readSecretVariable = (name: string): string | undefined => process.env[name];
