import { topicNames, topics, type ServiceName, type TopicDefinition, type TopicName } from '@earshot/contracts';

/** What a user may do with a topic or a group. On the brokers, READ, WRITE and DELETE include DESCRIBE. */
export type KafkaOperation = 'READ' | 'WRITE' | 'DESCRIBE' | 'DELETE';

export interface KafkaRight {
  readonly resource: 'TOPIC' | 'GROUP';
  /** With the pattern `PREFIXED`, every resource whose name begins with it. */
  readonly name: string;
  readonly pattern: 'LITERAL' | 'PREFIXED';
  readonly operation: KafkaOperation;
}

/** Ingest refuses new calls while these services lag behind, so it reads the offsets of their groups. */
const WATCHED_BY_INGEST = { topic: 'calls.audio', groups: ['transcription', 'persistence'] } as const;

/** The user of a service on the brokers. Installations that share a cluster have a prefix, and so users, of their own. */
export const kafkaUser = (service: ServiceName, topicPrefix = ''): string => `${topicPrefix}earshot_${service}`;

/**
 * Exactly what a service does on the brokers, from the table of the topics. It may not create a topic, read one that it does not
 * consume, or join or delete a group of another service.
 */
export function kafkaRights(service: ServiceName, topicPrefix = ''): readonly KafkaRight[] {
  const right = (
    resource: KafkaRight['resource'],
    name: string,
    operation: KafkaOperation,
    pattern: KafkaRight['pattern'] = 'LITERAL',
  ): KafkaRight => ({ resource, name: `${topicPrefix}${name}`, pattern, operation });
  // The groups of single instances have names that no table knows: service, id, topic.
  const ownGroups = (operation: KafkaOperation) => right('GROUP', `${service}.`, operation, 'PREFIXED');
  const consumed = topicNames.map((topic) => consumptionOf(topic, service));
  return [
    ...topicNames.filter((topic) => publishes(service, topic)).map((topic) => right('TOPIC', topic, 'WRITE')),
    ...topicNames.filter((_, at) => consumed[at] !== undefined).map((topic) => right('TOPIC', topic, 'READ')),
    ...(consumed.some((consumption) => consumption !== undefined) ? [ownGroups('READ')] : []),
    // An instance deletes its group when it ends.
    ...(consumed.some((consumption) => consumption?.as === 'everyInstance') ? [ownGroups('DELETE')] : []),
    ...(service === 'ingest'
      ? WATCHED_BY_INGEST.groups.map((group) => right('GROUP', `${group}.${WATCHED_BY_INGEST.topic}`, 'DESCRIBE'))
      : []),
  ];
}

const consumptionOf = (topic: TopicName, service: ServiceName) =>
  (topics[topic] as TopicDefinition).consumedBy[service];

/** Persistence sends dead letters again, to whichever topic they came from. */
const publishes = (service: ServiceName, topic: TopicName): boolean =>
  (topics[topic] as TopicDefinition).producedBy.includes(service) || service === 'persistence';
