import type { IncomingMessage } from 'node:http';
import type { AuthenticateUpgrade } from '../source-identity.js';
import { isSignedByPlivo, isSignedByTwilio, type SignatureRules } from './check-signature.js';
import { findBasicKey, findQueryKey, type KeyedRequest } from '../find-key.js';
import { createTwilioSource } from './twilio-source.js';
import {
  exotelSettings,
  plivoSettings,
  talkdeskSettings,
  telnyxSettings,
  twilioSettings,
  type ExotelSettings,
  type PlivoSettings,
  type TalkdeskSettings,
  type TelnyxSettings,
  type TwilioSettings,
} from './twilio-settings.js';

/** The sources of Twilio's family, by name. Each is on only where EARSHOT_SOURCES names it. */
export const twilioFamily = {
  twilio: {
    settings: twilioSettings,
    isDefault: false,
    create: ({ EARSHOT_TWILIO_AUTH_TOKENS: tokens, EARSHOT_TWILIO_URL: url }: TwilioSettings) =>
      createTwilioSource('twilio', {
        allowedAccounts: tokens.map(accountOf),
        authenticate: checkSignature('x-twilio-signature', isSignedByTwilio, tokens, url),
        findKey: findBasicKey,
      }),
  },
  plivo: {
    settings: plivoSettings,
    isDefault: false,
    create: ({ EARSHOT_PLIVO_AUTH_TOKENS: tokens, EARSHOT_PLIVO_URL: url }: PlivoSettings) =>
      createTwilioSource('plivo', {
        // The main account signs the calls of its subaccounts, too.
        allowedAccounts: [],
        authenticate: checkSignature('x-plivo-signature-v3-nonce', isSignedByPlivo, tokens, url),
        findKey: findBasicKey,
      }),
  },
  talkdesk: {
    settings: talkdeskSettings,
    isDefault: false,
    create: (settings: TalkdeskSettings) =>
      createTwilioSource('talkdesk', {
        allowedAccounts: settings.EARSHOT_TALKDESK_ACCOUNTS,
        findKey: findKeyIn(settings.EARSHOT_TALKDESK_QUERY_KEYS),
      }),
  },
  telnyx: {
    settings: telnyxSettings,
    isDefault: false,
    create: (settings: TelnyxSettings) =>
      createTwilioSource('telnyx', {
        allowedAccounts: settings.EARSHOT_TELNYX_ACCOUNTS,
        findKey: findKeyIn(settings.EARSHOT_TELNYX_QUERY_KEYS),
      }),
  },
  exotel: {
    settings: exotelSettings,
    isDefault: false,
    create: (settings: ExotelSettings) =>
      createTwilioSource('exotel', { allowedAccounts: settings.EARSHOT_EXOTEL_ACCOUNTS, findKey: findBasicKey }),
  },
};

type IsSigned = (headers: IncomingMessage['headers'], rules: SignatureRules) => boolean;

/** A check of signed sockets. A socket without a signature needs an access key. */
function checkSignature(
  header: string,
  isSigned: IsSigned,
  accountTokens: readonly string[],
  publicUrl: string | undefined,
): AuthenticateUpgrade {
  return (request) => {
    if (request.headers[header] === undefined) return Promise.resolve(null);
    const url = publicUrl ?? `wss://${request.headers.host}${request.url}`;
    if (!URL.canParse(url)) return Promise.resolve('UNAUTHENTICATED');
    const signer = accountTokens.find((accountToken) =>
      isSigned(request.headers, { publicUrl: url, authTokens: [tokenOf(accountToken)] }),
    );
    return Promise.resolve(signer === undefined ? 'UNAUTHENTICATED' : { account: accountOf(signer) });
  };
}

const findKeyIn = (takesQuery: boolean) => (request: KeyedRequest) =>
  findBasicKey(request) ?? (takesQuery ? findQueryKey(request) : null);

const accountOf = (accountToken: string): string => accountToken.slice(0, accountToken.indexOf('='));
const tokenOf = (accountToken: string): string => accountToken.slice(accountToken.indexOf('=') + 1);
