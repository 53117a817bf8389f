import { join } from 'node:path';
import { Failure } from '@earshot/ports';
import { startKinesisProcess } from '@earshot/testing';
import type { BrokerOptions, RunningBroker } from './stack-broker.js';

/** Kinesalite checks no permissions, but the AWS client must sign its requests. Used if the environment has no credentials. */
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'stack', AWS_SECRET_ACCESS_KEY: 'stack' };
const REGION = 'eu-central-1';

/** Starts a kinesalite that writes to `kinesis` below the data directory. Rejects with `KINESIS_NOT_STARTED`. */
export async function startStackKinesis({ dataDir, linkPort }: BrokerOptions): Promise<RunningBroker> {
  const server = await startKinesisProcess({ dataDir: join(dataDir, 'kinesis') }).catch((error: unknown) => {
    throw new Failure('KINESIS_NOT_STARTED', (error as Error).message, { retryable: false, cause: error });
  });
  const common = {
    EARSHOT_BUS: 'kinesis',
    // Without this, each process prints a warning of seven lines.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_REGION: process.env['AWS_REGION'] ?? REGION,
    ...(process.env['AWS_ACCESS_KEY_ID'] === undefined && CREDENTIALS),
  };
  return {
    ...server,
    get pid() {
      return server.pid;
    },
    address: server.endpoint,
    behindLinkPort: server.port,
    environment: { ...common, KINESIS_ENDPOINT: server.endpoint },
    // Kinesalite knows no identities, and services create the streams themselves.
    identityOf: () => ({}),
    prepare: async () => undefined,
    environmentByLink: { ...common, KINESIS_ENDPOINT: `http://127.0.0.1:${linkPort}` },
  };
}
