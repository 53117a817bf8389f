import type { TopicName } from '@earshot/contracts';
import type { BacklogReader, BusProbe, EventBus, SubscribeOptions, Subscription } from '@earshot/ports';
import type { KinesisEventBus, KinesisEventBusOptions } from './kinesis-event-bus.js';

/** The Kinesis bus, whose client is loaded at the first use: who runs on another bus does not pay for it. */
export class LateKinesisBus implements EventBus, BacklogReader, BusProbe {
  readonly isDurable = true;
  private loading: Promise<KinesisEventBus> | undefined;

  constructor(private readonly options: KinesisEventBusOptions) {}

  async publish(topic: TopicName, key: string, value: Uint8Array): Promise<void> {
    await (await this.load()).publish(topic, key, value);
  }

  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    return (await this.load()).subscribe(options);
  }

  async backlogMessages(topic: TopicName, group: string): Promise<number> {
    return (await this.load()).backlogMessages(topic, group);
  }

  async ping(): Promise<void> {
    await (await this.load()).ping();
  }

  async close(): Promise<void> {
    await (await this.load()).close();
  }

  private load(): Promise<KinesisEventBus> {
    return (this.loading ??= import('./kinesis-event-bus.js').then(
      ({ KinesisEventBus }) => new KinesisEventBus(this.options),
    ));
  }
}
