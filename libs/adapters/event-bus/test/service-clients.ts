import { readFile } from 'node:fs/promises';
import type { ServiceName, TopicName } from '@earshot/contracts';
import type { SecuredKafka } from '@earshot/testing';
import kafkajs, { type Admin, type Kafka, type Producer } from 'kafkajs';
import { kafkaUser } from '../src/kafka/rights/kafka-rights.js';

/** Clients without the rules of Earshot, as an intruder in the process of a service would use. */
export class ServiceClients {
  private readonly opened: { disconnect(): Promise<void> }[] = [];

  constructor(
    private readonly server: SecuredKafka,
    private readonly password: string,
  ) {}

  /** Resolves with `done`, or with the name of the broker's refusal. */
  async tryToWrite(service: ServiceName, topic: TopicName): Promise<string> {
    const producer = this.keep((await this.clientOf(service)).producer());
    await producer.connect();
    return producer
      .send({ topic, messages: [{ value: 'planted', partition: 0 }], acks: -1 })
      .then(() => 'done', refusalOf);
  }

  /** Resolves when the first message arrives or the broker refuses. */
  async tryToRead(service: ServiceName, topic: TopicName, group = `${service}.spec.${topic}`): Promise<string> {
    const consumer = this.keep((await this.clientOf(service)).consumer({ groupId: group }));
    await consumer.connect();
    return new Promise((resolve) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => resolve(refusalOf(payload.error)));
      consumer
        .subscribe({ topic, fromBeginning: true })
        .then(() => consumer.run({ autoCommit: false, eachMessage: async () => resolve('done') }))
        .catch((error: unknown) => resolve(refusalOf(error)));
    });
  }

  async adminOf(service: ServiceName): Promise<Admin> {
    return this.connect((await this.clientOf(service)).admin());
  }

  /** The operator, who alone may do everything. */
  async operator(): Promise<{ admin: Admin; producer: Producer }> {
    const { certificateBrokers, operator, caFile } = this.server;
    const [cert, key, ca] = await Promise.all(
      [operator.certFile, operator.keyFile, caFile].map((file) => readFile(file, 'utf8')),
    );
    const kafka = new kafkajs.Kafka({
      brokers: [...certificateBrokers],
      ssl: { ca: [ca ?? ''], cert: cert ?? '', key: key ?? '' },
      logLevel: kafkajs.logLevel.NOTHING,
    });
    return { admin: await this.connect(kafka.admin()), producer: await this.connect(kafka.producer()) };
  }

  async disconnect(): Promise<void> {
    await Promise.all(this.opened.map((client) => client.disconnect()));
  }

  private async clientOf(service: ServiceName): Promise<Kafka> {
    return new kafkajs.Kafka({
      brokers: [...this.server.passwordBrokers],
      ssl: { ca: [await readFile(this.server.caFile, 'utf8')] },
      sasl: { mechanism: 'scram-sha-512', username: kafkaUser(service), password: this.password },
      // A broker that has just begun is still loading its groups. A refusal is never tried again.
      retry: { retries: 5, initialRetryTime: 50 },
      logLevel: kafkajs.logLevel.NOTHING,
    });
  }

  private async connect<T extends Admin | Producer>(client: T): Promise<T> {
    await this.keep(client).connect();
    return client;
  }

  private keep<T extends { disconnect(): Promise<void> }>(client: T): T {
    this.opened.push(client);
    return client;
  }
}

function refusalOf(error: unknown): string {
  const { type, cause } = error as { type?: string; cause?: unknown };
  return type ?? (cause === undefined ? String(error) : refusalOf(cause));
}
