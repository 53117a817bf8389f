import type { TopicName } from '@earshot/contracts';
import type { MessageSealer } from '@earshot/ports';
import { TestSealer } from './test-sealer.js';

/** A sealer of messages with a key of its own, for tests whose subject is not the master key. It really encrypts. */
export class TestMessageSealer implements MessageSealer {
  private readonly sealer = new TestSealer();

  seal(topic: TopicName, key: string, message: Uint8Array): Promise<Uint8Array> {
    return this.sealer.seal(message, [topic, key]);
  }

  open(topic: TopicName, key: string, message: Uint8Array): Promise<Uint8Array> {
    return this.sealer.open(message, [topic, key]);
  }
}
