export * from './create-event-bus.js';
export { EmbeddedEventBus } from './embedded/embedded-event-bus.js';
export { MessageJournal, type MessageJournalOptions } from './embedded/journal/message-journal.js';
export { KafkaEventBus, type KafkaEventBusOptions } from './kafka/kafka-event-bus.js';
export type { KafkaSettings } from './kafka/kafka-settings.js';
export * from './kafka/kafka.config.js';
export { KinesisEventBus, type KinesisEventBusOptions } from './kinesis/kinesis-event-bus.js';
export type { KinesisSettings } from './kinesis/kinesis-settings.js';
export * from './kinesis/kinesis.config.js';
