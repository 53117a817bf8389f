import { z } from 'zod';
import { flagSetting, optionalTextSetting, sharedSettings, wholeNumberSetting } from '@earshot/contracts';
import { Failure } from '@earshot/ports';
import type { KafkaSasl, KafkaSettings, KafkaTls } from './kafka-settings.js';

/** The environment variables of the Kafka bus; an app spreads `.shape` into its own schema. */
export const kafkaConfigSchema = z.object({
  KAFKA_BROKERS: z
    .string()
    .transform((list) => list.split(',').map((broker) => broker.trim()))
    .pipe(z.array(z.string().regex(/^[^\s:/]+:\d{1,5}$/, 'expected host:port, several separated by commas')).min(1))
    .optional()
    .describe('Brokers to ask first, host:port separated by commas. Needed with EARSHOT_BUS=kafka.'),
  KAFKA_TOPIC_PREFIX: z
    .string()
    .regex(/^[a-zA-Z0-9._-]{1,100}$/, 'expected letters, digits, dot, hyphen, underscore')
    .optional()
    .describe('Put before the names of topics and groups, so that several Earshots can share a cluster.'),
  KAFKA_REPLICATION_FACTOR: z.coerce
    .number()
    .int()
    .min(1)
    .max(9)
    .optional()
    .describe("Copies of each topic that Earshot creates; the broker's own default unless set."),
  KAFKA_COMPRESSION: z.enum(['none', 'gzip']).default('none').describe('Compression of what is published.'),
  KAFKA_LINGER_MS: wholeNumberSetting(0, 1_000, 5).describe('At most one batch of a topic is published in this time.'),
  KAFKA_SESSION_TIMEOUT_MS: wholeNumberSetting(1_000, 300_000, 10_000).describe(
    'A process that is silent for so long loses its partitions to the others.',
  ),
  KAFKA_REBALANCE_TIMEOUT_MS: wholeNumberSetting(1_000, 600_000, 30_000).describe(
    'How long the members of a group wait for one that does not come to share the partitions out anew.',
  ),
  KAFKA_TLS: flagSetting().describe('Whether the connections to the brokers are TLS.'),
  KAFKA_TLS_CA_FILE: optionalTextSetting.describe(
    'PEM file of the authorities that the brokers are trusted by, unless they are public.',
  ),
  KAFKA_TLS_CERT_FILE: optionalTextSetting.describe('PEM file of the certificate that this process shows the brokers.'),
  KAFKA_TLS_KEY_FILE: optionalTextSetting.describe('PEM file of the key of KAFKA_TLS_CERT_FILE.'),
  KAFKA_TLS_SERVER_NAME: optionalTextSetting.describe(
    'Name that the certificates of the brokers must bear, unless it is the host.',
  ),
  KAFKA_SASL_MECHANISM: z
    .enum(['none', 'plain', 'scram-sha-256', 'scram-sha-512', 'msk-iam'])
    .default('none')
    .describe('How this process says who it is; msk-iam takes the AWS credentials of the process and AWS_REGION.'),
  KAFKA_SASL_USERNAME: optionalTextSetting.describe('User for plain and scram.'),
  KAFKA_SASL_PASSWORD: optionalTextSetting.describe('Its password: never logged.'),
  AWS_REGION: sharedSettings.AWS_REGION,
});
export type KafkaConfig = z.infer<typeof kafkaConfigSchema>;

const needed = (variable: keyof KafkaConfig, why: string) =>
  new Failure('BUS_CONFIG_INCOMPLETE', `${variable}: needed with ${why}`);

/** The settings of the bus. `Failure` `BUS_CONFIG_INCOMPLETE` names the variable that is missing. */
export function kafkaSettings(config: KafkaConfig): KafkaSettings {
  if (config.KAFKA_BROKERS === undefined) throw needed('KAFKA_BROKERS', 'EARSHOT_BUS=kafka');
  return {
    brokers: config.KAFKA_BROKERS,
    topicPrefix: config.KAFKA_TOPIC_PREFIX ?? '',
    replicationFactor: config.KAFKA_REPLICATION_FACTOR,
    compression: config.KAFKA_COMPRESSION,
    lingerMs: config.KAFKA_LINGER_MS,
    sessionTimeoutMs: config.KAFKA_SESSION_TIMEOUT_MS,
    rebalanceTimeoutMs: config.KAFKA_REBALANCE_TIMEOUT_MS,
    tls: tlsOf(config),
    sasl: saslOf(config),
  };
}

function tlsOf(config: KafkaConfig): KafkaTls | undefined {
  if (!config.KAFKA_TLS) return undefined;
  if (config.KAFKA_TLS_CERT_FILE !== undefined && config.KAFKA_TLS_KEY_FILE === undefined) {
    throw needed('KAFKA_TLS_KEY_FILE', 'KAFKA_TLS_CERT_FILE');
  }
  return {
    caFile: config.KAFKA_TLS_CA_FILE,
    certFile: config.KAFKA_TLS_CERT_FILE,
    keyFile: config.KAFKA_TLS_KEY_FILE,
    serverName: config.KAFKA_TLS_SERVER_NAME,
  };
}

function saslOf(config: KafkaConfig): KafkaSasl | undefined {
  const mechanism = config.KAFKA_SASL_MECHANISM;
  const why = `KAFKA_SASL_MECHANISM=${mechanism}`;
  if (mechanism === 'none') return undefined;
  if (mechanism === 'msk-iam') {
    if (config.AWS_REGION === undefined) throw needed('AWS_REGION', why);
    if (!config.KAFKA_TLS) throw needed('KAFKA_TLS', why);
    return { mechanism, region: config.AWS_REGION };
  }
  if (config.KAFKA_SASL_USERNAME === undefined) throw needed('KAFKA_SASL_USERNAME', why);
  if (config.KAFKA_SASL_PASSWORD === undefined) throw needed('KAFKA_SASL_PASSWORD', why);
  return { mechanism, username: config.KAFKA_SASL_USERNAME, password: config.KAFKA_SASL_PASSWORD };
}
