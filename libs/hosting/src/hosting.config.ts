import { z } from 'zod';
import { flagSetting, portSetting, sharedSettings, wholeNumberSetting } from '@earshot/contracts';
import { oidcConfigSchema } from '@earshot/access';
import { eventBusKinds, kafkaConfigSchema, kinesisConfigSchema } from '@earshot/event-bus';
import { recordingsConfigSchema } from '@earshot/recordings';

/** Settings of the buses that run outside the process. */
export const busConfigSchema = z.object({ ...kafkaConfigSchema.shape, ...kinesisConfigSchema.shape });

/** Settings of every process, whichever services run in it. */
export const processConfigSchema = z.object({
  EARSHOT_MODE: z
    .enum(['development', 'production'])
    .default('development')
    .describe(
      'production: the process starts only with TLS, sign-in, a master key and no default secrets, and names everything that is missing.',
    ),
  EARSHOT_HOST: sharedSettings.EARSHOT_HOST,
  EARSHOT_AUTH: z
    .enum(['open', 'local', 'oidc'])
    .default('local')
    .describe(
      'Who may read and send calls. local: people sign in with an account of Earshot, programs and sources have access keys; npm run access makes both. oidc: people sign in at EARSHOT_OIDC_ISSUER, and its access tokens count, too. open: everybody who reaches EARSHOT_HOST. Set the same value for ingest and gateway.',
    ),
  ...oidcConfigSchema.shape,
  EARSHOT_ALLOW_UNAUTHENTICATED: flagSetting().describe(
    'With EARSHOT_AUTH=open, true allows an EARSHOT_HOST that is no loopback address, so that everybody who reaches it reads and sends calls: use it only where a proxy or this machine alone reaches the port, e.g. in a container.',
  ),
  EARSHOT_DATA_DIR: sharedSettings.EARSHOT_DATA_DIR,
  EARSHOT_MASTER_KEY: sharedSettings.EARSHOT_MASTER_KEY,
  EARSHOT_MASTER_KEY_FILE: sharedSettings.EARSHOT_MASTER_KEY_FILE,
  EARSHOT_MASTER_KEY_KMS: sharedSettings.EARSHOT_MASTER_KEY_KMS,
  EARSHOT_MASTER_KEY_KMS_MAC: sharedSettings.EARSHOT_MASTER_KEY_KMS_MAC,
  KMS_ENDPOINT: sharedSettings.KMS_ENDPOINT,
  EARSHOT_SEAL_NUMBERS: flagSetting().describe(
    'true: numbers and names of people on new calls are sealed with the key of their call, in PostgreSQL and on calls.lifecycle. A search then finds a number only by the whole of it or by its last four digits. Update all services first, and set the same value for all.',
  ),
  EARSHOT_BUS: z
    .enum(eventBusKinds)
    .default('embedded')
    .describe('The bus between the services. The embedded bus works only if all services run in one process.'),
  EARSHOT_DATABASE_POOL: wholeNumberSetting(2, 500, 10).describe(
    'Maximum number of connections to PostgreSQL that this process opens.',
  ),
  EARSHOT_STOP_LIMIT_MS: wholeNumberSetting(1_000, 3_600_000, 30_000).describe(
    'How long the process may drain after SIGTERM before it exits anyway.',
  ),
  EARSHOT_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'])
    .default('info')
    .describe('The least severe lines that are logged.'),
  EARSHOT_LOG_FORMAT: z
    .enum(['text', 'json'])
    .default('text')
    .describe('Format of a log line: text for people, json for programs.'),
  ...busConfigSchema.shape,
  ...recordingsConfigSchema.shape,
});

export type ProcessConfig = z.infer<typeof processConfigSchema>;

/** Settings of a process that runs one service. It embeds neither a bus nor a database. */
export const serviceProcessConfigSchema = processConfigSchema.extend({
  DATABASE_URL: sharedSettings.DATABASE_URL,
  EARSHOT_HEALTH_PORT: portSetting(4_100).describe(
    'Port of /health/live, /health/ready and /metrics; 0 takes any free port. They contain nothing of any call.',
  ),
});

export type ServiceProcessConfig = Omit<z.infer<typeof serviceProcessConfigSchema>, 'DATABASE_URL'> & {
  readonly DATABASE_URL?: string | undefined;
};

/** The setting of a program that keeps nothing in PostgreSQL itself, such as a consumer. */
export const databaseUrlForOthers = sharedSettings.DATABASE_URL.optional().describe(
  'The PostgreSQL server that all services share. Needed with EARSHOT_BUS=kinesis. It holds the password and is never logged.',
);

/** The setting of a process that starts an embedded PostgreSQL if no server is named. */
export const optionalDatabaseUrl = sharedSettings.DATABASE_URL.optional().describe(
  'The PostgreSQL server to use. Without it an embedded one runs in the data directory.',
);
