import { encodeEvent, parseEvent, segmentIdSchema, type EarshotEvent } from '@earshot/contracts';
import type { EventBus, ProgressSave } from '@earshot/ports';
import type { Broken } from './play.js';

const publishing = (bus: EventBus, change: (event: EarshotEvent) => EarshotEvent): EventBus => ({
  isDurable: bus.isDurable,
  publish: (topic, key, value) => {
    const parsed = parseEvent(value);
    return bus.publish(topic, key, parsed.ok ? encodeEvent(change(parsed.value)) : value);
  },
  whenDurable: (topic, key) => bus.whenDurable(topic, key),
  subscribe: (options) => bus.subscribe(options),
  close: () => bus.close(),
});

/** Builds that lose or double words. The checker must find a difference in each. */
export const brokenBuilds = {
  'acknowledge audio before it is transcribed': {
    onDelivery: () => (event, delivery) => {
      delivery.acknowledge();
      return event;
    },
  },
  'give repeated finals new ids': {
    bus: (bus) => {
      let published = 0;
      return publishing(bus, (event) => {
        if (event.type !== 'transcript.segment' || event.data.isPartial) return event;
        const segmentId = segmentIdSchema.parse(`${event.data.segmentId}-${(published += 1)}`);
        return { ...event, data: { ...event.data, segmentId } };
      });
    },
  },
  'accept saves of replaced owners': {
    store: (store) => {
      const newest = new Map<string, number>();
      return {
        take: async (work) => {
          const taken = await store.take(work);
          newest.set(work.callId, taken.epoch);
          return { ...taken, epoch: 1 };
        },
        save: async (saves) => {
          for (const one of saves) newest.set(one.callId, (await store.take(one)).epoch);
          return store.save(saves.map((one) => ({ ...one, epoch: newest.get(one.callId) ?? 0 })));
        },
      };
    },
  },
  'restart the call clock with each owner': {
    onDelivery: () => {
      let firstSample: number | null = null;
      return (event) => {
        if (event.type === 'audio.frame') {
          firstSample ??= event.positionSample;
          return { ...event, positionSample: event.positionSample - firstSample };
        }
        if (event.type !== 'stream.closed') return event;
        return { ...event, data: { ...event.data, endSample: event.data.endSample - (firstSample ?? 0) } };
      };
    },
    store: (store) => ({
      take: async (work) => ({ ...(await store.take(work)), saved: null }),
      save: (saves) => store.save(saves),
    }),
  },
  'forget which final was published last': {
    store: (store) => ({
      take: (work) => store.take(work),
      save: (saves) =>
        store.save(
          saves.map((one) => ({
            ...one,
            progress: {
              ...one.progress,
              tracks: one.progress.tracks.map((track) => ({ ...track, nextOrdinal: 0 })),
            },
          })),
        ),
    }),
  },
  'forget who is on a track': {
    comparesSegments: true,
    store: (store) => ({
      take: (work) => store.take(work),
      save: (saves) => store.save(saves.map((one) => ({ ...one, progress: { ...one.progress, assignments: [] } }))),
    }),
  },
  'confirm saves before they are done': {
    store: (store) => {
      const late: ProgressSave[][] = [];
      return {
        take: (work) => store.take(work),
        save: async (saves) => {
          late.push([...saves]);
          return late.length > 6 ? store.save(late.shift() ?? []) : [];
        },
      };
    },
  },
} satisfies Record<string, Broken>;
