import { parseEvent, type EarshotEvent, type TopicName } from '@earshot/contracts';
import { Failure, type EventBus, type Subscription } from '@earshot/ports';

/** A bus that records publications and can refuse them. */
export class RecordingBus implements EventBus {
  isDurable = true;
  readonly messages: { topic: TopicName; bytes: Uint8Array }[] = [];
  /** How many of the next publications it refuses. */
  refuseNext = 0;
  /** How many publications it accepts before it refuses. */
  acceptBeforeRefusing = 0;
  maxBytes = Infinity;

  async publish(topic: TopicName, _key: string, value: Uint8Array): Promise<void> {
    if (value.length > this.maxBytes) throw new Failure('BUS_MESSAGE_TOO_LARGE', 'too large');
    if (this.acceptBeforeRefusing > 0) this.acceptBeforeRefusing--;
    else if (this.refuseNext > 0) {
      this.refuseNext--;
      throw new Failure('BUS_UNAVAILABLE', 'the bus is down');
    }
    this.messages.push({ topic, bytes: value });
  }

  async whenDurable(): Promise<void> {}

  subscribe(): Promise<Subscription> {
    return Promise.resolve({ close: () => Promise.resolve() });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  events(topic?: TopicName): EarshotEvent[] {
    return this.messages
      .filter((message) => topic === undefined || message.topic === topic)
      .map(({ bytes }) => {
        const parsed = parseEvent(bytes);
        if (!parsed.ok) throw new Error(`${parsed.error.code} ${parsed.error.detail}`);
        return parsed.value;
      });
  }

  /** All published bytes, as text. */
  text(): string {
    return this.messages.map(({ bytes }) => Buffer.from(bytes).toString('utf8')).join('\n');
  }
}
