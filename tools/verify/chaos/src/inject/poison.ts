import { AUDIO_FRAME_MAGIC, parseEvent, topicNames, topics, type TopicName } from '@earshot/contracts';
import type { EventBus } from '@earshot/ports';
import type { Random } from '../truth/random.js';
import { wrapSubscriptions } from './wrap-subscriptions.js';

/** A bus accepts at most 1 MiB, including the key and what the broker adds. */
const LARGE_BYTES = 1_048_576 - 1_024;

/** Returns a function that publishes unreadable messages on every topic of this process's bus. */
export function injectPoison(random: Random): (victim: string) => Promise<void> {
  let bus: EventBus | undefined;
  wrapSubscriptions((subscription) => {
    bus = subscription.bus;
    return subscription.options;
  });
  return async (victim) => {
    for (const topic of topicNames) {
      for (const key of [victim, `poison-${Math.floor(random() * 1e9)}`, '']) {
        for (const value of createMessages(topic, victim, random))
          await bus?.publish(topic, key, value).catch(() => undefined);
      }
    }
  };
}

function createMessages(topic: TopicName, callId: string, random: Random): Uint8Array[] {
  const envelope = (fields: object) =>
    Buffer.from(
      JSON.stringify({ id: `poison-${random()}`, version: 1, callId, occurredAtMs: Date.now(), data: {}, ...fields }),
    );
  const known = topics[topic].events.filter((type) => type !== 'audio.frame');
  const all = [
    new Uint8Array(0),
    Uint8Array.from({ length: 200 }, () => Math.floor(random() * 256)),
    Buffer.from('{"type":'),
    Buffer.from('null'),
    envelope({ type: 'no.such-event' }),
    ...known.flatMap((type) => [
      envelope({ type }),
      envelope({ type, version: 99 }),
      envelope({ type, data: { track: -7 } }),
    ]),
    Uint8Array.of(AUDIO_FRAME_MAGIC),
    Uint8Array.from({ length: 64 }, (_, at) => (at === 0 ? AUDIO_FRAME_MAGIC : Math.floor(random() * 256))),
    new Uint8Array(LARGE_BYTES).fill(0x20),
  ];
  // Leaves out valid events, because services would apply them to the call.
  return all.filter((value) => !parseEvent(value).ok);
}
