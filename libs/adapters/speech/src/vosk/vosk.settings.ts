import { z } from 'zod';
import { webSocketUrl } from '@earshot/contracts';

/** The settings of vosk-server. */
export const voskSettings = z.object({
  VOSK_URL: z
    .url(webSocketUrl)
    .optional()
    .describe('URL of a vosk-server, e.g. ws://vosk:2700. The engine vosk needs it. Its model decides the language.'),
});
export type VoskSettings = z.infer<typeof voskSettings>;
