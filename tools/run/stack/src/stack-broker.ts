import type { ServiceName } from '@earshot/contracts';
import type { Logger } from '@earshot/ports';
import type { KafkaSignIn, StackBroker } from './stack.js';

export interface BrokerOptions {
  /** The data directory of the stack. The broker writes to its own folder below it. */
  readonly dataDir: string;
  /** The port of the link, through which ingest reaches the broker. */
  readonly linkPort: number;
  /** Other brokers than Kafka know no identities. */
  readonly kafkaSignIn: KafkaSignIn;
  readonly logger: Logger;
}

/** A broker, and the settings that connect services to it. */
export interface RunningBroker extends StackBroker {
  /** The port that the link forwards to. */
  readonly behindLinkPort: number;
  /** Settings of a service that connects directly. */
  readonly environment: Readonly<Record<string, string>>;
  /** Settings of a service that connects through the link. */
  readonly environmentByLink: Readonly<Record<string, string>>;
  /** Settings with which a service says who it is. */
  identityOf(service: ServiceName): Readonly<Record<string, string>>;
  /** Creates what services may not create themselves, and gives each of them its rights. */
  prepare(): Promise<void>;
}
