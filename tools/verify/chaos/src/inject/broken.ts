import { changed, wrapSubscriptions } from './deliveries.js';
import { streamRegistryPrototype, transcriptProgressPrototype } from './postgres-prototypes.js';

/** A message counts as dealt with before its handler has seen it, as in many a consumer that commits by a timer. */
export function acknowledgeEarly(): void {
  wrapSubscriptions(({ options }) => ({
    ...options,
    acknowledge: 'manual',
    handle: (delivery) => {
      delivery.acknowledge();
      return options.handle(changed(delivery, { acknowledge: () => {} }));
    },
  }));
}

const SEGMENT_ID = /"segmentId":"([^"]*)"/;

/** Each delivery of a segment is taken for a segment of its own. */
export function forgetWhatWasDone(): void {
  let delivered = 0;
  wrapSubscriptions(({ service, options }) => {
    if (service !== 'persistence' || options.topic !== 'calls.insight') return options;
    const renamed = (value: Uint8Array) =>
      Buffer.from(
        Buffer.from(value)
          .toString('utf8')
          .replace(SEGMENT_ID, `"segmentId":"$1-${(delivered += 1)}"`),
      );
    return { ...options, handle: (delivery) => options.handle(changed(delivery, { value: renamed(delivery.value) })) };
  });
}

/** A call that goes on is taken for a new one, whose clock begins at 0. */
export async function restartClocks(): Promise<void> {
  streamRegistryPrototype.find = async () => null;
}

const ABOVE_ALL_EPOCHS = 100_000;

/** Owners are never told that they are not any more, a former one counts for more, and whoever saves last is right. */
export async function ignoreOwnership(): Promise<void> {
  wrapSubscriptions(({ options: { onLost: _, ...options } }) => options);
  const progress = transcriptProgressPrototype;
  const { take, save } = progress;
  progress.take = async function (work) {
    const taken = await take.call(this, work);
    return { ...taken, epoch: ABOVE_ALL_EPOCHS - taken.epoch };
  };
  progress.save = async function (saves) {
    const latest = await Promise.all(saves.map(async (one) => ({ ...one, epoch: (await take.call(this, one)).epoch })));
    await save.call(this, latest);
    return [];
  };
}
