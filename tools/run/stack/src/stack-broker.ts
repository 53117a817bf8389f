import type { Logger } from '@earshot/ports';
import type { StackBroker } from './stack.js';

export interface BrokerOptions {
  /** Of the stack; the broker's data lies in a folder of its own below. */
  readonly dataDir: string;
  /** Where the clients behind the link reach it. */
  readonly linkPort: number;
  readonly logger: Logger;
}

/** A broker with what the stack has to know to put the services on it. */
export interface RunningBroker extends StackBroker {
  /** Where the link goes to. */
  readonly behindLinkPort: number;
  /** Settings of a service that goes straight to it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Settings of a service that goes by the link. */
  readonly environmentByLink: Readonly<Record<string, string>>;
}
