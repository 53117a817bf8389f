import type { ProcessIdentity, SharedSettingsStore } from '@earshot/postgres';
import { Failure, pause, type Clock, type Logger } from '@earshot/ports';

export interface SharedSettingsOptions {
  readonly store: SharedSettingsStore;
  readonly process: ProcessIdentity;
  readonly settings: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A third of the time after which the store takes a process for dead. */
const REPEAT_EVERY_MS = 30_000;
/** A database that stalls must not hold up the drain. */
const REMOVE_WITHIN_MS = 2_000;

/**
 * Publishes the settings that this process must share with the others, and logs a warning for each one that differs in
 * another live process. The process that starts later is the one that warns. Repeats the publication so that the others
 * see that this process is live. An unavailable database does not stop the service. Returns a function that removes the
 * publication.
 */
export async function publishSharedSettings(options: SharedSettingsOptions): Promise<() => Promise<void>> {
  const { store, process, settings, clock, logger } = options;
  let isStopped = false;
  let cancel = () => {};
  let published: Promise<void>;
  const publish = async (): Promise<void> => {
    await store.publish(process, settings).catch((error: unknown) => {
      logger.warn({ code: codeOf(error) }, 'could not publish the shared settings; trying again in 30 s');
    });
    if (!isStopped) cancel = clock.schedule(REPEAT_EVERY_MS, () => void (published = publish()));
  };
  await (published = publish());
  await warnOfDifferences(options).catch((error: unknown) => {
    logger.warn({ code: codeOf(error) }, 'could not compare the shared settings with those of the other services');
  });
  return async () => {
    isStopped = true;
    cancel();
    const removed = published.then(() => store.remove(process)).catch(() => undefined);
    await Promise.race([removed, pause(clock, REMOVE_WITHIN_MS)]);
  };
}

async function warnOfDifferences({ store, process, settings, logger }: SharedSettingsOptions): Promise<void> {
  for (const { key, value, processName } of await store.findDifferences(process, settings)) {
    logger.warn(
      { setting: key, valueHere: settings[key], otherService: processName, valueThere: value },
      'a setting differs from that of another service; set the same value for both and restart them',
    );
  }
}

const codeOf = (error: unknown): string => (error instanceof Failure ? error.code : 'UNEXPECTED');
