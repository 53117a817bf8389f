import { KinesisClient, type KinesisClientConfig } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { KinesisSettings } from './kinesis-settings.js';

export interface KinesisClients {
  readonly requests: KinesisClient;
  /** Only the pushing of enhanced fan-out needs HTTP/2. */
  readonly pushes: KinesisClient;
  destroy(): void;
}

const CONNECT_WITHIN_MS = 3_000;
const ANSWER_WITHIN_MS = 15_000;
const MAX_SOCKETS = 256;

/** Trying again is the bus's own affair: it knows what must not overtake what. */
export function createKinesisClients(settings: Pick<KinesisSettings, 'region' | 'endpoint'>): KinesisClients {
  const common: KinesisClientConfig = {
    region: settings.region,
    ...(settings.endpoint !== undefined && { endpoint: settings.endpoint }),
    maxAttempts: 1,
  };
  const requests = new KinesisClient({
    ...common,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: CONNECT_WITHIN_MS,
      requestTimeout: ANSWER_WITHIN_MS,
      throwOnRequestTimeout: true,
      httpAgent: { maxSockets: MAX_SOCKETS, keepAlive: true },
      httpsAgent: { maxSockets: MAX_SOCKETS, keepAlive: true },
    }),
  });
  const pushes = new KinesisClient(common);
  return {
    requests,
    pushes,
    destroy: () => {
      requests.destroy();
      pushes.destroy();
    },
  };
}

/** The name of the service's refusal, or of what the network did; never its words. */
export const kinesisErrorCode = (error: unknown): string =>
  String((error as { name?: unknown } | null)?.name ?? 'unknown');

/** The stream, shard or consumer is not there (any more). */
export const isGone = (error: unknown): boolean => kinesisErrorCode(error) === 'ResourceNotFoundException';

const THROTTLED = ['ProvisionedThroughputExceededException', 'LimitExceededException', 'KMSThrottlingException'];

/** Asked for more than Kinesis gives in a second; asking later helps. */
export const isThrottled = (error: unknown): boolean => THROTTLED.includes(kinesisErrorCode(error));
