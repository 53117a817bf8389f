import { BoundedMap } from '@earshot/domain';
import { answerWithin, Failure, type Clock, type Logger } from '@earshot/ports';

/** How often a process reads what it knows again. What was withdrawn ends within this time. */
export const REFRESH_EVERY_MS = 2_000;
/** A request waits no longer for the store. Handshakes of sources must stay under half a second. */
const LOOKUP_WITHIN_MS = 300;
/** Lookups at once. A client that invents ids cannot take all connections to the database. */
const MAX_LOOKUPS = 8;
/** Ids that the store did not know within the last seconds. */
const REMEMBERED_UNKNOWN_IDS = 10_000;

export interface LookupParts<T> {
  /** For the log and for the client, e.g. `access key`. */
  readonly what: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Null if the store has none. */
  ask(id: string): Promise<T | null>;
  /** Gets what was found, also if it came too late for the request. */
  remember(id: string, found: T): void;
}

/** Asks the store for what is not in memory, one question for each id, a few at once, and not for long. */
export class BoundedLookups<T> {
  private readonly unknownUntilMs = new BoundedMap<string, number>(REMEMBERED_UNKNOWN_IDS);
  private readonly running = new Map<string, Promise<T | null>>();

  constructor(private readonly parts: LookupParts<T>) {}

  /** Rejects with retryable `STORE_UNAVAILABLE` if the store does not answer in time. */
  find(id: string): Promise<T | null> {
    if ((this.unknownUntilMs.get(id) ?? 0) > this.parts.clock.nowMs()) return Promise.resolve(null);
    const running = this.running.get(id);
    if (running !== undefined) return running;
    if (this.running.size >= MAX_LOOKUPS) return Promise.reject(this.storeUnavailable());
    return this.start(id);
  }

  private start(id: string): Promise<T | null> {
    const { what, clock, logger } = this.parts;
    // A lookup that takes too long still counts until it ends.
    const asked = this.parts.ask(id);
    const answer = answerWithin(clock, LOOKUP_WITHIN_MS, () => asked).catch((error: unknown) => {
      logger.warn({ id, err: error }, `could not look up a ${what}`);
      throw this.storeUnavailable();
    });
    this.running.set(id, answer);
    const remember = (found: T | null): void => {
      if (found === null) this.unknownUntilMs.set(id, clock.nowMs() + REFRESH_EVERY_MS);
      else this.parts.remember(id, found);
    };
    asked.then(remember, () => undefined).finally(() => this.running.delete(id));
    return answer;
  }

  private storeUnavailable(): Failure {
    const message = `The ${this.parts.what} cannot be checked at the moment. Try again soon.`;
    return new Failure('STORE_UNAVAILABLE', message, { retryable: true });
  }
}
