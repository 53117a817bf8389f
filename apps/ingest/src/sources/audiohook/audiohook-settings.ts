import { listOfSetting } from '@earshot/contracts';
import { z } from 'zod';

/** HMAC-SHA256 with less is weaker than the shortest nonce. */
const SHORTEST_SECRET_BYTES = 16;

const secret = z.base64({ error: 'expected Base64' }).refine((text) => toBytes(text).length >= SHORTEST_SECRET_BYTES, {
  error: `expected Base64 of at least ${SHORTEST_SECRET_BYTES} bytes`,
});

export const audiohookSettings = {
  EARSHOT_AUDIOHOOK_API_KEY: listOfSetting(z.string().min(16, 'expected at least 16 characters')).describe(
    'The API key of the AudioHook integration of Genesys Cloud; during a rotation the old and the new one, separated by a comma. Without it, AudioHook clients need an access key as all others do, which Genesys Cloud cannot send.',
  ),
  EARSHOT_AUDIOHOOK_CLIENT_SECRET: listOfSetting(secret)
    .transform((secrets) => secrets.map(toBytes))
    .describe(
      'The client secret of the integration, in Base64; during a rotation the old and the new one, separated by a comma. With it, each connection has to be signed. EARSHOT_MODE=production needs it beside EARSHOT_AUDIOHOOK_API_KEY.',
    ),
  EARSHOT_AUDIOHOOK_ORGANIZATIONS: listOfSetting(z.guid('expected UUIDs of Genesys Cloud organizations'))
    .transform((ids) => ids.map((id) => id.toLowerCase()))
    .describe('The Genesys Cloud organizations that may send calls, as UUIDs separated by commas. Empty: all.'),
};

export type AudiohookSettings = z.infer<z.ZodObject<typeof audiohookSettings>>;

function toBytes(text: string): Uint8Array {
  return Buffer.from(text, 'base64');
}
