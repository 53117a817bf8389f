import { z } from 'zod';
import { addressesSetting, flagSetting, listOfSetting, sharedSettings, wholeNumberSetting } from '@earshot/contracts';
import { groupRolesSetting, singleSignOnConfigSchema } from '@earshot/access';
import { roles } from '@earshot/domain';
import { processConfigSchema } from '@earshot/hosting';

const roleNames = roles.map((role) => role.toLowerCase());

const rolesSetting = listOfSetting(z.string())
  .refine((names) => names.every((name) => roleNames.includes(name.toLowerCase())), {
    error: `expected roles of ${roleNames.join(', ')}`,
  })
  .transform((names) => roles.filter((role) => names.some((name) => name.toUpperCase() === role)));

/** Every setting of the gateway. The keys are environment variables. */
export const gatewayConfigSchema = z.object({
  EARSHOT_HOST: sharedSettings.EARSHOT_HOST,
  EARSHOT_HTTP_PORT: sharedSettings.EARSHOT_HTTP_PORT,
  EARSHOT_INGEST_PORT: sharedSettings.EARSHOT_INGEST_PORT,
  EARSHOT_INGEST_URL: z
    .url({ protocol: /^wss?$/, error: 'expected an address such as wss://ingest.example.org' })
    .transform((url) => new URL(url).origin)
    .optional()
    .describe(
      'Address at which browsers reach ingest, for people who send calls from the web page, e.g. wss://ingest.example.org. When unset: the host of the web page, with EARSHOT_INGEST_PORT.',
    ),
  EARSHOT_WEB_ROOT: z
    .string()
    .min(1)
    .optional()
    .describe('Folder of the built web page. Without one, only the API is served.'),
  EARSHOT_ALLOWED_ORIGINS: sharedSettings.EARSHOT_ALLOWED_ORIGINS,
  EARSHOT_MIN_CONFIDENCE: sharedSettings.EARSHOT_MIN_CONFIDENCE,
  EARSHOT_REDACTION_AUDIO: sharedSettings.EARSHOT_REDACTION_AUDIO,
  EARSHOT_REDACTION_MARGIN_MS: sharedSettings.EARSHOT_REDACTION_MARGIN_MS,
  EARSHOT_RETENTION_DAYS: sharedSettings.EARSHOT_RETENTION_DAYS,
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
  EARSHOT_TRUSTED_PROXIES: sharedSettings.EARSHOT_TRUSTED_PROXIES,
  EARSHOT_TLS_CERT_FILE: sharedSettings.EARSHOT_TLS_CERT_FILE,
  EARSHOT_TLS_KEY_FILE: sharedSettings.EARSHOT_TLS_KEY_FILE,
  EARSHOT_TLS_ENDS_AT_PROXY: sharedSettings.EARSHOT_TLS_ENDS_AT_PROXY,
  EARSHOT_HTTP_REDIRECT_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe(
      'Port that redirects a browser from http:// to the web page with TLS, usually 80. Without it, no port speaks plain HTTP once TLS is on.',
    ),
  EARSHOT_WEB_ALLOWED_ADDRESSES: addressesSetting.describe(
    'Addresses and networks from which the web page, GraphQL and recordings may be used, separated by commas, e.g. 10.0.0.0/8. Others get 403 (ADDRESS_NOT_ALLOWED). Behind EARSHOT_TRUSTED_PROXIES, the address of the client counts. Empty: all.',
  ),
  EARSHOT_AUTH: processConfigSchema.shape.EARSHOT_AUTH,
  ...singleSignOnConfigSchema.shape,
  EARSHOT_SESSION_HOURS: wholeNumberSetting(1, 720, 12).describe(
    'After so many hours people sign in again, even if they work without a break.',
  ),
  EARSHOT_SESSION_IDLE_MINUTES: wholeNumberSetting(5, 43_200, 60).describe(
    'After so many minutes without a request people sign in again. An open page that only receives updates sends none.',
  ),
  EARSHOT_TOTP_ROLES: rolesSetting.describe(
    'Roles that must use two-step sign-in, separated by commas, e.g. admin,supervisor. Who has one sets it up at the next sign-in. Empty: it is up to each person.',
  ),
  EARSHOT_BREACHED_PASSWORDS_FILE: sharedSettings.EARSHOT_BREACHED_PASSWORDS_FILE,
  EARSHOT_DEMO_ACCOUNTS: flagSetting().describe(
    'true lets everybody on this machine look as each role, without a password. npm run demo sets it. Only on a loopback address, and never with EARSHOT_MODE=production.',
  ),
  EARSHOT_SCIM_ROLES: groupRolesSetting.describe(
    'The roles of the groups that an identity provider pushes over SCIM, separated by commas: quality=supervisor,it-staff=admin. With it, the groups alone decide the roles of provisioned accounts. Empty: groups give nothing.',
  ),
  EARSHOT_SCIM_TEAMS: flagSetting().describe(
    'true makes every pushed group without an entry in EARSHOT_SCIM_ROLES a team. Then a supervisor or analyst without any team and queue sees nothing. Without it, teams are given in Earshot.',
  ),
  EARSHOT_SCIM_AGENT_ID: z
    .enum(['userName', 'externalId', 'employeeNumber', 'none'])
    .default('userName')
    .describe(
      'Which attribute of a provisioned person is the id of the agent, as sources send it. none: it is given in Earshot.',
    ),
  EARSHOT_MAX_SOCKETS: wholeNumberSetting(1, 100_000, 5_000).describe(
    'Most WebSockets open at once. The gateway answers 503 to more and is not ready while it is full.',
  ),
  EARSHOT_MAX_SOCKETS_PER_CLIENT: wholeNumberSetting(1, 100_000, 1_000).describe(
    'Most WebSockets open at once with one access key or, with EARSHOT_AUTH=open, from one network address. The gateway answers 429 to more.',
  ),
  EARSHOT_MAX_HTTP_CONNECTIONS: wholeNumberSetting(10, 100_000, 2_000).describe(
    'Most HTTP connections open at once, besides WebSockets. The gateway closes more.',
  ),
  EARSHOT_QUERY_COST_PER_MINUTE: wholeNumberSetting(50_000, 1_000_000_000, 5_000_000).describe(
    'Cost of the GraphQL operations that one access key or, with EARSHOT_AUTH=open, one network address may run in a minute. One operation costs at most 50,000. A refused request costs 500 and its length; updates of subscriptions cost nothing.',
  ),
  EARSHOT_SOCKET_UNSENT_BYTES: wholeNumberSetting(65_536, 67_108_864, 1_048_576).describe(
    'Most bytes that wait for a slow WebSocket behind the message being sent, as messages and as queued updates. Beyond it, a subscription loses partials, then it is closed, then the socket.',
  ),
  EARSHOT_UNSENT_BYTES: wholeNumberSetting(1_048_576, 4_294_967_296, 67_108_864).describe(
    'Most bytes that wait for all WebSockets together. Beyond it, sockets are closed, first the one without progress for longest. One burst may hold twice as many for a moment, and sockets that are being closed a quarter more.',
  ),
  EARSHOT_SUBSCRIBER_QUEUE: wholeNumberSetting(10, 100_000, 1_000).describe(
    'Most updates that wait for one slow subscriber. Beyond it, partials are dropped, then the subscription is closed.',
  ),
});

export type GatewayConfig = z.infer<typeof gatewayConfigSchema>;
