import { z } from 'zod';
import { listOfSetting, optionalTextSetting, sharedSettings, wholeNumberSetting } from '@earshot/contracts';
import { isAgentNumberPattern } from '@earshot/domain';
import { callStartHookConfigSchema } from '@earshot/outbound';
import { sourceAddressesSetting } from './limits/source-addresses.js';
import { sourceNames, sourceSettings, sourcesSetting } from './sources/registry.js';

/** Every setting of ingest; the keys are the environment variables. */
export const ingestConfigSchema = z.object({
  EARSHOT_HOST: sharedSettings.EARSHOT_HOST,
  EARSHOT_INGEST_PORT: sharedSettings.EARSHOT_INGEST_PORT,
  EARSHOT_ALLOW_CHOSEN_ENGINE: sharedSettings.EARSHOT_ALLOW_CHOSEN_ENGINE,
  EARSHOT_ALLOWED_ORIGINS: sharedSettings.EARSHOT_ALLOWED_ORIGINS,
  EARSHOT_TRUSTED_PROXIES: sharedSettings.EARSHOT_TRUSTED_PROXIES,
  EARSHOT_INGEST_ALLOWED_ADDRESSES: sourceAddressesSetting(sourceNames).describe(
    'Addresses and networks from which calls may be sent, separated by commas: 10.0.0.0/8 for every source, lca=192.0.2.0/24 for one. Others get 403 (ADDRESS_NOT_ALLOWED). Behind EARSHOT_TRUSTED_PROXIES, the address of the client counts. A source that no entry names is open to all.',
  ),
  EARSHOT_AGENT_NUMBERS: listOfSetting(
    z
      .string()
      .refine(
        isAgentNumberPattern,
        'expected a number such as +15555550100 or 4711, with ? for any digit and * at its end for whatever follows',
      ),
  ).describe(
    'Numbers and extensions of the contact centre, separated by commas: +15555550100, all that begin with +4930555*, extensions 2???. A participant with one of them whose role the source does not say is an agent. International numbers begin with +; 00 before them, separators and SIP addresses are understood.',
  ),
  EARSHOT_SOURCES: sourcesSetting,
  EARSHOT_TLS_CERT_FILE: sharedSettings.EARSHOT_TLS_CERT_FILE,
  EARSHOT_TLS_KEY_FILE: sharedSettings.EARSHOT_TLS_KEY_FILE,
  EARSHOT_TLS_ENDS_AT_PROXY: sharedSettings.EARSHOT_TLS_ENDS_AT_PROXY,
  EARSHOT_TLS_CLIENT_CA_FILE: optionalTextSetting.describe(
    'PEM file of the authorities whose client certificates ingest demands of every source, besides EARSHOT_TLS_CERT_FILE. Without it, a source needs no certificate.',
  ),
  EARSHOT_MAX_CALLS: wholeNumberSetting(1, 1_000_000, 5_000).describe(
    'Calls at once; further ones are refused (CALL_LIMIT_REACHED, close 1013).',
  ),
  EARSHOT_MAX_CALLS_PER_SOCKET: wholeNumberSetting(0, 1_000_000, 50).describe(
    'Calls of one connection that are live or not yet on the bus; further ones are refused (TOO_MANY_CALLS_OF_CLIENT, close 1013). A connection carries one live call at a time. 0: no limit.',
  ),
  EARSHOT_MAX_CALLS_PER_ADDRESS: wholeNumberSetting(0, 1_000_000, 2_500).describe(
    'The same for all connections with one access key or, with EARSHOT_AUTH=open, of one address. A phone system is one address. Behind a proxy, set EARSHOT_TRUSTED_PROXIES, or the proxy is one. 0: no limit.',
  ),
  EARSHOT_STARTS_PER_SOCKET: wholeNumberSetting(0, 1_000_000, 5).describe(
    'Starts of calls a second on one connection in the long run, and 20 times as many at once; further ones are refused (TOO_MANY_STARTS, close 1013). 0: no limit.',
  ),
  EARSHOT_STARTS_PER_ADDRESS: wholeNumberSetting(0, 1_000_000, 200).describe(
    'The same for all connections with one access key or, with EARSHOT_AUTH=open, of one address. The default lets a phone system bring back 4,000 calls at once. 0: no limit.',
  ),
  EARSHOT_MAX_DATABASE_LATENCY_MS: wholeNumberSetting(0, 3_600_000, 10_000).describe(
    'When the database takes longer to say whether it knows a call, new calls are refused (DATABASE_SLOW, close 1013) until it takes half as long; 0: never.',
  ),
  EARSHOT_RECONNECT_WINDOW_MS: sharedSettings.EARSHOT_RECONNECT_WINDOW_MS,
  EARSHOT_SOCKET_TIMEOUT_MS: wholeNumberSetting(3_000, 3_600_000, 60_000).describe(
    'A client that sends nothing for this long, not even a pong, is lost and its connection is cut.',
  ),
  EARSHOT_CALL_BUFFER_BYTES: wholeNumberSetting(65_536, 1_073_741_824, 1_048_576).describe(
    'Audio of one call that may wait for the bus; beyond it ingest stops reading its socket. The default holds half a minute of 8 kHz stereo.',
  ),
  EARSHOT_INGEST_BUFFER_BYTES: wholeNumberSetting(1_048_576, 1_099_511_627_776, 536_870_912).describe(
    'Audio of all calls together that may wait for the bus. Beyond half of it new calls are refused (SERVICE_BUSY, close 1013); beyond all of it each call may hold no more than 64 KiB.',
  ),
  EARSHOT_MAX_BACKLOG_FRAMES: wholeNumberSetting(0, 1_000_000_000, 300_000).describe(
    'Backlog of transcription or persistence, in audio messages, beyond which new calls are refused (SERVICE_BUSY, close 1013) until it has halved; 0: no limit. The default is one minute of 1,000 calls in chunks of 200 ms. Audio counts until its final is published.',
  ),
  EARSHOT_STALL_GAP_MS: wholeNumberSetting(0, 3_600_000, 1_000).describe(
    'When the audio of a live socket lags this much behind the wall clock, after one pause or several, and does not come later in a burst, the missing time is declared as a gap, so that the call clock stays right; 0: never.',
  ),
  EARSHOT_CALL_PACE: z.coerce
    .number()
    .max(1_000)
    .refine((rate) => rate === 0 || rate >= 1, 'expected 0 or a number from 1')
    .default(1.5)
    .describe(
      'How much faster than real time the audio of one call is read in the long run. Faster audio waits at the client. 0: as fast as it comes, for servers that only take recordings.',
    ),
  EARSHOT_CALL_BURST_MS: wholeNumberSetting(1_000, 3_600_000, 30_000).describe(
    'Audio of one call that may come at once before EARSHOT_CALL_PACE slows it down, for example after a jam of the network.',
  ),
  EARSHOT_INGEST_DRAIN_MS: wholeNumberSetting(0, 600_000, 10_000).describe(
    'At shutdown: how long received audio may take to reach the bus.',
  ),
  ...callStartHookConfigSchema.shape,
  ...sourceSettings,
});

export type IngestConfig = z.infer<typeof ingestConfigSchema>;
