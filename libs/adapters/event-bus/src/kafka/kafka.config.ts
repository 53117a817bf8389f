import { z } from 'zod';
import { flagSetting, optionalTextSetting, sharedSettings, wholeNumberSetting } from '@earshot/contracts';
import { Failure } from '@earshot/ports';
import type { KafkaSasl, KafkaSettings, KafkaTls } from './kafka-settings.js';

/** The environment variables of the Kafka bus. An app spreads `.shape` into its own schema. */
export const kafkaConfigSchema = z.object({
  KAFKA_BROKERS: z
    .string()
    .transform((list) => list.split(',').map((broker) => broker.trim()))
    .pipe(z.array(z.string().regex(/^[^\s:/]+:\d{1,5}$/, 'expected host:port, separated by commas')).min(1))
    .optional()
    .describe('Brokers for the first connection: host:port, separated by commas. Needed with EARSHOT_BUS=kafka.'),
  KAFKA_TOPIC_PREFIX: z
    .string()
    .regex(/^[a-zA-Z0-9._-]{1,100}$/, 'expected letters, digits, dot, hyphen, underscore')
    .optional()
    .describe('Prefix of topic and group names, so that several installations can share a cluster.'),
  KAFKA_REPLICATION_FACTOR: z.coerce
    .number()
    .int()
    .min(1)
    .max(9)
    .optional()
    .describe('Replicas of each topic that Earshot creates. Default: the default of the brokers.'),
  KAFKA_COMPRESSION: z.enum(['none', 'gzip']).default('none').describe('Compression of published messages.'),
  KAFKA_LINGER_MS: wholeNumberSetting(0, 1_000, 5).describe(
    'Publishes at most one batch of a topic in this time. Longer makes batches larger.',
  ),
  KAFKA_SESSION_TIMEOUT_MS: wholeNumberSetting(1_000, 300_000, 10_000).describe(
    'A process that is silent for this long loses its partitions to the others.',
  ),
  KAFKA_REBALANCE_TIMEOUT_MS: wholeNumberSetting(1_000, 600_000, 30_000).describe(
    'How long a group waits for a member that does not join a rebalance.',
  ),
  KAFKA_TLS: flagSetting().describe('Use TLS for the connections to the brokers.'),
  KAFKA_TLS_CA_FILE: optionalTextSetting.describe(
    'PEM file of the authorities that signed the certificates of the brokers. Default: the public ones.',
  ),
  KAFKA_TLS_CERT_FILE: optionalTextSetting.describe('PEM file of the client certificate.'),
  KAFKA_TLS_KEY_FILE: optionalTextSetting.describe('PEM file of the key for KAFKA_TLS_CERT_FILE.'),
  KAFKA_TLS_SERVER_NAME: optionalTextSetting.describe(
    'Name that the certificates of the brokers must have. Default: the host.',
  ),
  KAFKA_SASL_MECHANISM: z
    .enum(['none', 'plain', 'scram-sha-256', 'scram-sha-512', 'msk-iam'])
    .default('none')
    .describe('How this process authenticates. msk-iam uses the AWS credentials of the process and AWS_REGION.'),
  KAFKA_SASL_USERNAME: optionalTextSetting.describe('User for plain and scram.'),
  KAFKA_SASL_PASSWORD: optionalTextSetting.describe('Password of KAFKA_SASL_USERNAME. Never logged.'),
  AWS_REGION: sharedSettings.AWS_REGION,
});
export type KafkaConfig = z.infer<typeof kafkaConfigSchema>;

const missingSetting = (variable: keyof KafkaConfig, why: string) =>
  new Failure('BUS_CONFIG_INCOMPLETE', `${variable}: needed with ${why}`);

/** Reads the settings of the bus. Throws `BUS_CONFIG_INCOMPLETE` with the name of a missing variable. */
export function kafkaSettings(config: KafkaConfig): KafkaSettings {
  if (config.KAFKA_BROKERS === undefined) throw missingSetting('KAFKA_BROKERS', 'EARSHOT_BUS=kafka');
  return {
    brokers: config.KAFKA_BROKERS,
    topicPrefix: config.KAFKA_TOPIC_PREFIX ?? '',
    replicationFactor: config.KAFKA_REPLICATION_FACTOR,
    compression: config.KAFKA_COMPRESSION,
    lingerMs: config.KAFKA_LINGER_MS,
    sessionTimeoutMs: config.KAFKA_SESSION_TIMEOUT_MS,
    rebalanceTimeoutMs: config.KAFKA_REBALANCE_TIMEOUT_MS,
    tls: readTls(config),
    sasl: readSasl(config),
  };
}

function readTls(config: KafkaConfig): KafkaTls | undefined {
  if (!config.KAFKA_TLS) return undefined;
  if (config.KAFKA_TLS_CERT_FILE !== undefined && config.KAFKA_TLS_KEY_FILE === undefined) {
    throw missingSetting('KAFKA_TLS_KEY_FILE', 'KAFKA_TLS_CERT_FILE');
  }
  return {
    caFile: config.KAFKA_TLS_CA_FILE,
    certFile: config.KAFKA_TLS_CERT_FILE,
    keyFile: config.KAFKA_TLS_KEY_FILE,
    serverName: config.KAFKA_TLS_SERVER_NAME,
  };
}

function readSasl(config: KafkaConfig): KafkaSasl | undefined {
  const mechanism = config.KAFKA_SASL_MECHANISM;
  const why = `KAFKA_SASL_MECHANISM=${mechanism}`;
  if (mechanism === 'none') return undefined;
  if (mechanism === 'msk-iam') {
    if (config.AWS_REGION === undefined) throw missingSetting('AWS_REGION', why);
    if (!config.KAFKA_TLS) throw missingSetting('KAFKA_TLS', why);
    return { mechanism, region: config.AWS_REGION };
  }
  if (config.KAFKA_SASL_USERNAME === undefined) throw missingSetting('KAFKA_SASL_USERNAME', why);
  if (config.KAFKA_SASL_PASSWORD === undefined) throw missingSetting('KAFKA_SASL_PASSWORD', why);
  return { mechanism, username: config.KAFKA_SASL_USERNAME, password: config.KAFKA_SASL_PASSWORD };
}
