import { z } from 'zod';
import { flagSetting, portSetting, wholeNumberSetting } from '@earshot/contracts';
import { eventBusKinds, kafkaConfigSchema, kinesisConfigSchema } from '@earshot/event-bus';
import { recordingsConfigSchema } from '@earshot/recordings';

const databaseUrl = z.string().regex(/^postgres(ql)?:\/\//, 'expected postgres://… or postgresql://…');

/** Settings of the buses that are not embedded. */
export const busConfigSchema = z.object({ ...kafkaConfigSchema.shape, ...kinesisConfigSchema.shape });

/** Settings that every process has, whatever runs in it. */
export const processConfigSchema = z.object({
  EARSHOT_HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe(
      'Address to listen on. Where calls can be read or sent, only a loopback address is accepted unless EARSHOT_ALLOW_UNAUTHENTICATED says otherwise.',
    ),
  EARSHOT_ALLOW_UNAUTHENTICATED: flagSetting().describe(
    'There is no sign-in yet: true lets everybody who reaches EARSHOT_HOST read and send calls. For a container whose port only a proxy or this machine reaches.',
  ),
  EARSHOT_DATA_DIR: z.string().min(1).default('.earshot').describe('Folder that everything is written under.'),
  EARSHOT_BUS: z
    .enum(eventBusKinds)
    .default('embedded')
    .describe('The way between services. The embedded one needs all of them in one process.'),
  EARSHOT_DATABASE_POOL: wholeNumberSetting(2, 500, 10).describe(
    'Most connections to PostgreSQL that this process opens.',
  ),
  EARSHOT_STOP_LIMIT_MS: wholeNumberSetting(1_000, 3_600_000, 30_000).describe(
    'How long a drain may take after SIGTERM before the process goes anyway.',
  ),
  EARSHOT_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info').describe('Least severe line logged.'),
  EARSHOT_LOG_FORMAT: z
    .enum(['text', 'json'])
    .default('text')
    .describe('One readable line, or one JSON object, per message.'),
  ...busConfigSchema.shape,
  ...recordingsConfigSchema.shape,
});

export type ProcessConfig = z.infer<typeof processConfigSchema>;

/** Settings of a process that runs one service; it has nothing embedded. */
export const serviceProcessConfigSchema = processConfigSchema.extend({
  DATABASE_URL: databaseUrl.describe('The PostgreSQL that all services share. It holds the password: never logged.'),
  EARSHOT_HEALTH_PORT: portSetting(4100).describe(
    'Port of /health/live, /health/ready and /metrics, which carry nothing of any call; 0 takes any free one.',
  ),
});

export type ServiceProcessConfig = z.infer<typeof serviceProcessConfigSchema>;

/** For a process that brings an embedded PostgreSQL where none is named. */
export const optionalDatabaseUrl = databaseUrl
  .optional()
  .describe("A PostgreSQL of one's own; without it an embedded one runs in the data directory.");
