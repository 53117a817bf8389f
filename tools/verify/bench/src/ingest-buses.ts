import { createCipheriv, randomBytes } from 'node:crypto';
import { topics, type TopicDefinition, type TopicName } from '@earshot/contracts';
import { sealEventBus } from '@earshot/event-bus';
import { createMessageSealer, LocalMasterKey } from '@earshot/keys';
import type { EventBus } from '@earshot/ports';

/** A publish that never ends. */
export const never = new Promise<never>(() => {});

/** A bus that accepts everything and keeps nothing. */
const plain: EventBus = {
  isDurable: false,
  publish: () => Promise.resolve(),
  whenDurable: async () => {},
  subscribe: async () => ({ close: async () => {} }),
  close: async () => {},
};

const masterKey = new LocalMasterKey([randomBytes(32)]);
const sealMessages = (bus: EventBus): EventBus => sealEventBus(bus, createMessageSealer(masterKey));

/** Transcription and persistence read the audio. */
const READERS_OF_AUDIO = 2;

function openMessages(): EventBus {
  const readers = Array.from({ length: READERS_OF_AUDIO }, () => createMessageSealer(masterKey));
  return {
    ...plain,
    publish: async (topic, key, value) => {
      for (const reader of readers) await reader.open(topic, key, value);
    },
  };
}

/** The least that AES-256-GCM costs in Node: no key of a call, no associated data, no copy into one message. */
function encryptBarely(): EventBus {
  const [key, vector] = [randomBytes(32), randomBytes(12)];
  return {
    ...plain,
    publish: (topic: TopicName, _callId, value) => {
      if ((topics[topic] as TopicDefinition).isSealed === true) {
        const cipher = createCipheriv('aes-256-gcm', key, vector);
        cipher.update(value);
        cipher.final();
        cipher.getAuthTag();
      }
      return Promise.resolve();
    },
  };
}

/** What the bus of ingest does with a message, by the argument that chooses it. */
export const ingestBuses = {
  plain: () => plain,
  stalled: (): EventBus => ({ ...plain, publish: () => never }),
  /** Seals as in front of Kafka. */
  sealed: () => sealMessages(plain),
  /** Seals, and opens as often as the stages behind the bus do. */
  opened: () => sealMessages(openMessages()),
  'bare-cipher': encryptBarely,
} satisfies Readonly<Record<string, () => EventBus>>;

export type IngestBusName = keyof typeof ingestBuses;
