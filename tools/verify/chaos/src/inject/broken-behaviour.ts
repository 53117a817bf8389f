import { EmbeddedEventBus } from '@earshot/event-bus';
import { copyDelivery, wrapSubscriptions } from './wrap-subscriptions.js';
import { streamRegistryPrototype, transcriptProgressPrototype } from './postgres-prototypes.js';

/** Acknowledges each message before its handler runs, like a consumer that commits on a timer. */
export function acknowledgeEarly(): void {
  wrapSubscriptions(({ options }) => ({
    ...options,
    acknowledge: 'manual',
    handle: (delivery) => {
      delivery.acknowledge();
      return options.handle(copyDelivery(delivery, { acknowledge: () => {} }));
    },
  }));
}

/** Transcription saves its progress as soon as an event is on the bus, which dies with the process. */
export function saveEarly(): void {
  EmbeddedEventBus.prototype.whenDurable = async () => {};
}

const SEGMENT_ID = /"segmentId":"([^"]*)"/;

/** Gives each delivery of a segment a new segment id, so that persistence cannot recognise repeats. */
export function storeEveryDelivery(): void {
  let delivered = 0;
  wrapSubscriptions(({ service, options }) => {
    if (service !== 'persistence' || options.topic !== 'calls.insight') return options;
    const withNewId = (value: Uint8Array) =>
      Buffer.from(
        Buffer.from(value)
          .toString('utf8')
          .replace(SEGMENT_ID, `"segmentId":"$1-${(delivered += 1)}"`),
      );
    return {
      ...options,
      handle: (delivery) => options.handle(copyDelivery(delivery, { value: withNewId(delivery.value) })),
    };
  });
}

/** Hides the stored state of a call, so that a call that continues starts its clock at 0 again. */
export async function restartClocks(): Promise<void> {
  streamRegistryPrototype.find = async () => null;
}

/** Higher than any epoch. Subtracting an epoch from it makes earlier owners win. */
const ABOVE_ALL_EPOCHS = 100_000;

/** Owners do not learn that they lost a call, earlier owners get the higher epoch, and the last save wins. */
export async function ignoreOwnership(): Promise<void> {
  wrapSubscriptions(({ options: { onLost: _, ...options } }) => options);
  const progress = transcriptProgressPrototype;
  const { take, save } = progress;
  progress.take = async function (work) {
    const taken = await take.call(this, work);
    return { ...taken, epoch: ABOVE_ALL_EPOCHS - taken.epoch };
  };
  progress.save = async function (saves) {
    const latest = await Promise.all(
      saves.map(async (work) => ({ ...work, epoch: (await take.call(this, work)).epoch })),
    );
    await save.call(this, latest);
    return [];
  };
}
