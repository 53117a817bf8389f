/** TLS to the brokers. All files are PEM. */
export interface KafkaTls {
  readonly caFile?: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
  readonly serverName?: string | undefined;
}

export type KafkaSasl =
  | {
      readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
      readonly username: string;
      readonly password: string;
    }
  | { readonly mechanism: 'msk-iam'; readonly region: string };

/** The settings of the Kafka bus. `kafkaSettings` reads them from the environment. */
export interface KafkaSettings {
  readonly brokers: readonly string[];
  /** Prefix of the names of topics and groups. May be empty. */
  readonly topicPrefix: string;
  /** For topics that Earshot creates. Undefined means the default of the brokers. */
  readonly replicationFactor?: number | undefined;
  readonly compression: 'none' | 'gzip';
  readonly lingerMs: number;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly tls?: KafkaTls | undefined;
  readonly sasl?: KafkaSasl | undefined;
}
