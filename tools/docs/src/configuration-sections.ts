import { enrichmentProgram } from '@earshot/enrichment';
import { gatewayProgram } from '@earshot/gateway';
import { serviceProcessConfigSchema } from '@earshot/hosting';
import { ingestProgram } from '@earshot/ingest';
import { persistenceProgram } from '@earshot/persistence';
import { standaloneConfigSchema } from '@earshot/standalone';
import { transcriptionProgram } from '@earshot/transcription';
import type { ConfigurationSection } from './configuration-doc.js';

/** The programs that run a service each, in the order of the path. */
export const programs = {
  ingest: ingestProgram,
  transcription: transcriptionProgram,
  enrichment: enrichmentProgram,
  persistence: persistenceProgram,
  gateway: gatewayProgram,
};

const everyProcess = 'Every process of a service';

/** Everything that can be set, shared parts first. */
export const configurationSections: readonly ConfigurationSection[] = [
  {
    title: everyProcess,
    says:
      'Each service as a program of its own: `apps/<service>/dist/main.js`, a container, or `npm run stack`. A service that starts ' +
      'logs a warning if a running one uses another value for a setting that must be the same for all.',
    schema: serviceProcessConfigSchema,
  },
  ...Object.values(programs).map(({ name, schema }) => ({
    title: `\`${name}\``,
    schema,
    alsoReads: [everyProcess.toLowerCase()],
  })),
  {
    title: '`standalone`',
    says: 'All services in one process: `npm start`. `DATABASE_URL` may be left out: an embedded PostgreSQL runs then.',
    schema: standaloneConfigSchema,
    alsoReads: ['all of the above but EARSHOT_HEALTH_PORT'],
  },
];
