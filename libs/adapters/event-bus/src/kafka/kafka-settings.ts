/** How the brokers are trusted, and this process by them; files are PEM. */
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

/** Everything about the Kafka bus that a site decides. */
export interface KafkaSettings {
  readonly brokers: readonly string[];
  /** Before the names of topics and groups; may be empty. */
  readonly topicPrefix: string;
  /** Of topics that Earshot creates; the broker's default when undefined. */
  readonly replicationFactor?: number | undefined;
  readonly compression: 'none' | 'gzip';
  readonly lingerMs: number;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly tls?: KafkaTls | undefined;
  readonly sasl?: KafkaSasl | undefined;
}
