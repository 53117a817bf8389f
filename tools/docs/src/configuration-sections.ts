import { enrichmentProgram } from '@earshot/enrichment';
import { gatewayProgram } from '@earshot/gateway';
import { serviceProcessConfigSchema } from '@earshot/hosting';
import { ingestProgram } from '@earshot/ingest';
import { persistenceProgram } from '@earshot/persistence';
import { standaloneConfigSchema } from '@earshot/standalone';
import { transcriptionProgram } from '@earshot/transcription';
import type { ConfigurationSection } from './configuration-doc.js';

/** The program of each service, in the order of the pipeline. */
export const programs = {
  ingest: ingestProgram,
  transcription: transcriptionProgram,
  enrichment: enrichmentProgram,
  persistence: persistenceProgram,
  gateway: gatewayProgram,
};

const everyProcess = 'Every process of a service';

/** All settings, shared parts first. */
export const configurationSections: readonly ConfigurationSection[] = [
  {
    title: everyProcess,
    description:
      'For services in separate processes: `apps/<service>/dist/main.js`, a container, or `npm run stack`. At its start, a service ' +
      'logs a warning if a running service has another value for a setting that must be the same everywhere.',
    schema: serviceProcessConfigSchema,
  },
  ...Object.values(programs).map(({ name, schema }) => ({
    title: `\`${name}\``,
    schema,
    alsoReads: [everyProcess.toLowerCase()],
  })),
  {
    title: '`standalone`',
    description: 'All services in one process: `npm start`. Without `DATABASE_URL` it runs an embedded PostgreSQL.',
    schema: standaloneConfigSchema,
    alsoReads: ['all settings above except EARSHOT_HEALTH_PORT'],
  },
];
