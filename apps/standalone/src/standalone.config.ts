import { z } from 'zod';
import { eventBusKinds } from '@earshot/event-bus';

const port = (standard: number) => z.coerce.number().int().min(0).max(65_535).default(standard);

/** Settings of the whole process; each service's own settings are in its `*.config.ts`. */
export const standaloneConfigSchema = z.object({
  EARSHOT_HTTP_PORT: port(4000).describe('Port of the web page, GraphQL and recordings; 0 takes any free one.'),
  EARSHOT_INGEST_PORT: port(4001).describe('Port that calls come in by; 0 takes any free one.'),
  EARSHOT_HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Address to listen on. Without identity configured only a loopback address is accepted.'),
  EARSHOT_DATA_DIR: z.string().min(1).default('.earshot').describe('Folder that everything is written under.'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'expected postgres://… or postgresql://…')
    .optional()
    .describe("A PostgreSQL of one's own; without it an embedded one runs in the data directory."),
  EARSHOT_BUS: z.enum(eventBusKinds).default('embedded').describe('The event bus.'),
  EARSHOT_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info').describe('Least severe line logged.'),
  EARSHOT_LOG_FORMAT: z.enum(['text', 'json']).default('text').describe('One readable line, or one JSON object, per message.'),
});

export type StandaloneConfig = z.infer<typeof standaloneConfigSchema>;
