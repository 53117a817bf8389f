import type { Kafka, KafkaConfig, LogEntry, logLevel } from 'kafkajs';
import type { Logger } from '@earshot/ports';
import { readPem } from '../shared/read-pem.js';
import { saslOptions } from './kafka-sasl.js';
import type { KafkaSettings, KafkaTls } from './kafka-settings.js';

/** A request without an answer fails after this time. */
export const REQUEST_TIMEOUT_MS = 10_000;
const ERROR_LEVEL: logLevel.ERROR = 1;

/** Loads kafkajs at its first use, so that processes on another bus do not load it. */
export const loadKafkajs = async () => (await import('kafkajs')).default;

/** Creates the client. Rejects with `BUS_CONFIG_UNUSABLE` when a file of the settings cannot be read. */
export async function createKafkaClient(settings: KafkaSettings, clientId: string, log: Logger): Promise<Kafka> {
  const { Kafka } = await loadKafkajs();
  const config: KafkaConfig = {
    clientId,
    brokers: [...settings.brokers],
    connectionTimeout: 5_000,
    authenticationTimeout: REQUEST_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // The client retries for some seconds. After that our own retries take over.
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 6 },
    logLevel: ERROR_LEVEL,
    logCreator: () => (entry) => logClientProblem(log, entry),
    ...(settings.tls && { ssl: await tlsOptions(settings.tls) }),
    ...(settings.sasl && { sasl: await saslOptions(settings.sasl) }),
  };
  return new Kafka(config);
}

/** Logs at debug level, because the client recovers from most of its errors. Our own log lines report the outcome. */
function logClientProblem(log: Logger, { namespace, log: { message, broker, groupId } }: LogEntry): void {
  log.debug({ client: namespace, problem: message, broker, group: groupId }, 'the Kafka client reports a problem');
}

async function tlsOptions({ caFile, certFile, keyFile, serverName }: KafkaTls): Promise<KafkaConfig['ssl']> {
  const [ca, cert, key] = await Promise.all([
    readPem('KAFKA_TLS_CA_FILE', caFile),
    readPem('KAFKA_TLS_CERT_FILE', certFile),
    readPem('KAFKA_TLS_KEY_FILE', keyFile),
  ]);
  return {
    ...(ca !== undefined && { ca: [ca] }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(serverName !== undefined && { servername: serverName }),
  };
}
