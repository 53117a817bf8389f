import { z } from 'zod';
import { redactionAudioSetting } from './redaction-audio.js';
import {
  addressesSetting,
  flagSetting,
  httpUrl,
  optionalTextSetting,
  originsSetting,
  portSetting,
  wholeNumberSetting,
} from './settings.js';

/** Settings that several programs read. Each is defined here once; a program's schema takes the ones that it reads. */
export const sharedSettings = {
  AWS_REGION: optionalTextSetting.describe('Region of the AWS services that are used.'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'expected postgres://… or postgresql://…')
    .describe(
      'The PostgreSQL server that all services share. It holds the password and is never logged. With ?sslmode=verify-full&sslrootcert=FILE the connections use TLS and trust only servers of this name with a certificate of this authority.',
    ),
  EARSHOT_ALLOW_CHOSEN_ENGINE: flagSetting().describe(
    'Whether a source may choose the speech engine of its call, and a script of the scripted engine, whose words nobody spoke. For demos and tests. When false, the choice is ignored and the call shows the problem ENGINE_CHOICE_IGNORED. When true, a call may choose an engine of SPEECH_ENGINE, or scripted. Set the same value for ingest and transcription.',
  ),
  EARSHOT_ALLOWED_ORIGINS: originsSetting.describe(
    'Origins of web pages that may use ingest and the gateway, besides their own, separated by commas, e.g. https://calls.example.org. Loopback origins may always use the gateway.',
  ),
  EARSHOT_BREACHED_PASSWORDS_FILE: optionalTextSetting.describe(
    'File of breached passwords that nobody may choose, as Have I Been Pwned offers it: one SHA-1 and a count per line, sorted. It is searched on disk.',
  ),
  EARSHOT_DATA_DIR: z.string().min(1).default('.earshot').describe('Folder for all files that Earshot writes.'),
  EARSHOT_HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe(
      'Address to listen on. With EARSHOT_AUTH=open, programs through which calls are sent or read accept only a loopback address, unless EARSHOT_ALLOW_UNAUTHENTICATED is true.',
    ),
  EARSHOT_HTTP_PORT: portSetting(4_000).describe(
    'Port of the web page, GraphQL and the recordings; 0 takes any free port.',
  ),
  EARSHOT_INGEST_PORT: portSetting(4_001).describe('Port that sources send calls to; 0 takes any free port.'),
  EARSHOT_MASTER_KEY: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9+/]{43}=$/, 'expected 32 bytes as base64, e.g. what openssl rand -base64 32 prints')
    .optional()
    .describe(
      'The key that seals recordings, messages and dead letters: 32 random bytes as base64 (openssl rand -base64 32). Set the same value for all services. npm start makes one in the data directory if it runs its own database. It is never logged.',
    ),
  EARSHOT_MASTER_KEY_FILE: optionalTextSetting.describe(
    'Instead of EARSHOT_MASTER_KEY: a file with one key per line, for a rotation. The last line seals; every line opens.',
  ),
  EARSHOT_MASTER_KEY_KMS: optionalTextSetting.describe(
    'Instead of a key of its own: a symmetric key of AWS KMS (id, ARN or alias), which seals from then on. A key of EARSHOT_MASTER_KEY or EARSHOT_MASTER_KEY_FILE beside it only opens what it sealed before. Set the same value for all services.',
  ),
  EARSHOT_MASTER_KEY_KMS_MAC: optionalTextSetting.describe(
    'An HMAC_256 key of AWS KMS for the digests of dead letters and journals. Needed with EARSHOT_MASTER_KEY_KMS, unless a key of its own stays set.',
  ),
  KMS_ENDPOINT: z
    .url(httpUrl)
    .optional()
    .describe('URL of an AWS KMS server other than that of the region, for example a private one.'),
  EARSHOT_MIN_CONFIDENCE: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe(
      'Mean confidence of its words, from 0 to 1, below which a segment is marked as uncertain and gets no sentiment, categories or alerts. It has no effect on engines that give no confidence, such as moonshine. Set the same value for enrichment and gateway.',
    ),
  EARSHOT_RECONNECT_WINDOW_MS: wholeNumberSetting(0, 3_600_000, 30_000).describe(
    'How long a call that lost its connection waits for its source before it is closed as INTERRUPTED. Set the same value for ingest and persistence.',
  ),
  EARSHOT_RETENTION_DAYS: wholeNumberSetting(1, 36_500, 90).describe(
    'How many days after their start calls are erased, with their transcripts and recordings, unless a policy or a legal hold says otherwise. Set the same value for persistence and the gateway.',
  ),
  EARSHOT_REDACTION_AUDIO: redactionAudioSetting.describe(
    'What happens to the audio of redacted words, by kind, e.g. PHONE=keep,EMAIL=remove. keep: audible. mute: stored, but served as silence. remove: also overwritten in storage once the call is complete. Default: CARD, CVV and PIN are removed, every other kind is muted. Set the same value for gateway and persistence.',
  ),
  EARSHOT_REDACTION_MARGIN_MS: wholeNumberSetting(0, 5_000, 250).describe(
    'Audio before and after redacted words that is hidden with them, because the times of words are not exact. Where the engine gives no times of words, the whole utterance is hidden, with 300 ms more. Set the same value for gateway and persistence.',
  ),
  EARSHOT_TLS_CERT_FILE: optionalTextSetting.describe(
    'PEM file of the certificate, with its chain, for the web page, GraphQL and ingest. With it and EARSHOT_TLS_KEY_FILE, these speak only TLS 1.2 or newer. A changed file is used within 10 s, without a restart.',
  ),
  EARSHOT_TLS_ENDS_AT_PROXY: flagSetting().describe(
    'true: a reverse proxy of EARSHOT_TRUSTED_PROXIES speaks TLS with the clients. Requests that come neither from it nor from this machine are refused (TLS_REQUIRED), and so are those that it received without TLS.',
  ),
  EARSHOT_TLS_KEY_FILE: optionalTextSetting.describe(
    'PEM file of the private key for EARSHOT_TLS_CERT_FILE, without a passphrase.',
  ),
  EARSHOT_TRUSTED_PROXIES: addressesSetting.describe(
    'Addresses or networks of reverse proxies, separated by commas, e.g. 10.0.0.0/8. From these, X-Forwarded-For says who the client is.',
  ),
  SPEECH_LANGUAGE: z
    .string()
    .trim()
    .min(2)
    .max(35)
    .default('en-US')
    .describe('Language of the calls, a BCP 47 tag. Set the same value for transcription and enrichment.'),
} as const;
