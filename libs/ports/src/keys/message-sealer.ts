import type { TopicName } from '@earshot/contracts';

/** Seals the messages of calls on a bus. The key of a call travels with each message, wrapped by the master key. */
export interface MessageSealer {
  /** Seals a message of a call; its topic and key are bound to it. A message that is sealed already stays as it is. */
  seal(topic: TopicName, key: string, message: Uint8Array): Promise<Uint8Array>;
  /**
   * Returns a message that is not sealed as it is. Rejects with `Failure` `SEALED_KEY_UNKNOWN` or `SEALED_DAMAGED`, or with a
   * retryable failure of a key service.
   */
  open(topic: TopicName, key: string, message: Uint8Array): Promise<Uint8Array>;
}
