import { flagSetting, listOfSetting, webSocketUrl } from '@earshot/contracts';
import { z } from 'zod';

/** An account and its secret. */
const accountToken = z.string().regex(/^[^=\s]{1,128}=\S{1,256}$/, { error: 'expected a list of ACCOUNT=TOKEN' });
const accounts = listOfSetting(z.string().max(128, { error: 'expected a list of account ids' }));
const publicUrl = z.url(webSocketUrl).optional();

const accountsText = (vendor: string) =>
  `Accounts of ${vendor} that may send calls, separated by commas. Others are refused (ACCOUNT_NOT_ALLOWED, close 1008). An account id is no secret: every client needs an access key, too. Empty: every account.`;
const queryKeysText = (vendor: string) =>
  `Whether ${vendor} may send its access key in the address: ?key=KEY. Proxies on the way often log addresses, so prefer the Authorization header where the vendor can send one.`;
const urlText = (vendor: string) =>
  `The address of this server as ${vendor} was told to open it, for the signature. Without it, the Host header of each request says it: set it where a proxy changes that header or the path.`;

export const twilioSettings = {
  EARSHOT_TWILIO_AUTH_TOKENS: listOfSetting(accountToken).describe(
    'Accounts of Twilio that may send calls, with their auth tokens: ACCOUNT=TOKEN, separated by commas; two for an account while one token replaces the other. Their sockets prove themselves by X-Twilio-Signature. Sockets without it need an access key.',
  ),
  EARSHOT_TWILIO_URL: publicUrl.describe(urlText('Twilio')),
};

export const plivoSettings = {
  EARSHOT_PLIVO_AUTH_TOKENS: listOfSetting(accountToken).describe(
    'Accounts of Plivo that may send calls, with their auth tokens: ACCOUNT=TOKEN, separated by commas. Their sockets prove themselves by X-Plivo-Signature-V3. Sockets without it need an access key.',
  ),
  EARSHOT_PLIVO_URL: publicUrl.describe(urlText('Plivo')),
};

export const talkdeskSettings = {
  EARSHOT_TALKDESK_ACCOUNTS: accounts.describe(accountsText('Talkdesk')),
  EARSHOT_TALKDESK_QUERY_KEYS: flagSetting().describe(queryKeysText('Talkdesk')),
};

export const telnyxSettings = {
  EARSHOT_TELNYX_ACCOUNTS: accounts.describe(accountsText('Telnyx')),
  EARSHOT_TELNYX_QUERY_KEYS: flagSetting().describe(queryKeysText('Telnyx')),
};

export const exotelSettings = {
  EARSHOT_EXOTEL_ACCOUNTS: accounts.describe(accountsText('Exotel')),
};

type SettingsOf<Shape extends z.core.$ZodLooseShape> = z.infer<z.ZodObject<Shape>>;
export type TwilioSettings = SettingsOf<typeof twilioSettings>;
export type PlivoSettings = SettingsOf<typeof plivoSettings>;
export type TalkdeskSettings = SettingsOf<typeof talkdeskSettings>;
export type TelnyxSettings = SettingsOf<typeof telnyxSettings>;
export type ExotelSettings = SettingsOf<typeof exotelSettings>;
