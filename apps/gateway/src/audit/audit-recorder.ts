import {
  auditedAccessSchema,
  makeEvent,
  MAX_ACCESS_DETAILS,
  MAX_ACCESSES_PER_EVENT,
  NO_CALL_ID,
  type AuditedAccess,
  type ErrorCode,
  type EventOf,
} from '@earshot/contracts';
import { answerWithin, Failure, pause, type Clock, type Logger, type NewId } from '@earshot/ports';
import { deliverEvent, type EventPublisher } from '@earshot/runtime';

/** Different accesses that may wait for the bus. Equal ones wait as one. */
const MAX_WAITING = 10_000;
/** Of these, accesses of clients that proved no one, so that they cannot take the places of those who did. */
const MAX_WAITING_OF_NOBODY = 1_000;
/**
 * How long an access waits for the bus before it is refused. It is recorded nevertheless once the bus answers. A publication
 * that takes longer is repeated.
 */
const WAIT_MS = 5_000;
const RETRY_PAUSE_MS = 500;

/** An access without its number and times. */
export type NewAccess = Omit<AuditedAccess, 'count' | 'firstAtMs' | 'lastAtMs'>;

interface WaitingAccess {
  access: AuditedAccess;
  /** Everything in which equal accesses are equal. */
  readonly key: string;
  /** Settles when the bus has the access, or will never take it. */
  readonly accepted: Promise<void>;
  accept(): void;
  reject(failure: Failure): void;
}

export interface AuditRecorderParts {
  readonly publisher: EventPublisher<'gateway'>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
}

/**
 * Records who did what on the bus. One event is on its way at a time; accesses that come meanwhile go into the next one, equal
 * ones as one with a count. So a flood of reads takes few messages, and each read is recorded before it is answered.
 */
export class AuditRecorder {
  /** In the order of their first access. */
  private readonly waiting = new Set<WaitingAccess>();
  /** Those of them that equal accesses join, by key. */
  private readonly joinable = new Map<string, WaitingAccess>();
  private waitingOfNobody = 0;
  private readonly closing = new AbortController();
  private publishing: Promise<void> | undefined;

  constructor(private readonly parts: AuditRecorderParts) {}

  /**
   * Resolves when the bus has the access. Rejects with retryable `Failure` `AUDIT_UNAVAILABLE` when it does not take it in
   * time, or when too many others wait: what was asked for must then not be answered. Rejects for an access that the contract
   * does not allow, because it would take the others of its event with it.
   */
  async recordAccess(access: NewAccess): Promise<void> {
    const waiting = this.addAccess(access);
    this.publishing ??= this.publishWaiting();
    await answerWithin(this.parts.clock, WAIT_MS, () => waiting.accepted).catch((error: unknown) => {
      throw error instanceof Failure ? error : unavailable('The message bus does not answer.');
    });
  }

  /** Publishes what waits, as far as the bus takes it in time. */
  async close(): Promise<void> {
    await Promise.race([this.publishing, pause(this.parts.clock, WAIT_MS)]);
    this.closing.abort();
  }

  private addAccess(access: NewAccess): WaitingAccess {
    const atMs = Math.trunc(this.parts.clock.nowMs());
    const added = requireAllowed({ ...access, count: 1, firstAtMs: atMs, lastAtMs: atMs });
    const { details: _details, ...same } = access;
    const key = JSON.stringify(same);
    const known = this.joinable.get(key);
    const joined = known && joinAccesses(known.access, added);
    if (known !== undefined && joined !== undefined && joined.details.length <= MAX_ACCESS_DETAILS) {
      known.access = joined;
      return known;
    }
    this.requireRoom(access);
    const waiting = waitingAccess(key, added);
    this.waiting.add(waiting);
    this.joinable.set(key, waiting);
    if (access.kind === 'NOBODY') this.waitingOfNobody += 1;
    return waiting;
  }

  private requireRoom({ kind }: NewAccess): void {
    const isFull = this.waiting.size >= MAX_WAITING;
    if (isFull || (kind === 'NOBODY' && this.waitingOfNobody >= MAX_WAITING_OF_NOBODY))
      throw unavailable('Too many requests wait to be recorded.');
  }

  private async publishWaiting(): Promise<void> {
    while (this.waiting.size > 0) await this.publishAccesses(this.takeWaiting());
    // No await since `waiting` was empty: the next access starts the next run.
    this.publishing = undefined;
  }

  private takeWaiting(): WaitingAccess[] {
    const taken = [...this.waiting].slice(0, MAX_ACCESSES_PER_EVENT);
    for (const waiting of taken) {
      this.waiting.delete(waiting);
      if (this.joinable.get(waiting.key) === waiting) this.joinable.delete(waiting.key);
      if (waiting.access.kind === 'NOBODY') this.waitingOfNobody -= 1;
    }
    return taken;
  }

  /** Repeats the same event, so that one that arrived although its publication failed counts once. */
  private async publishAccesses(taken: readonly WaitingAccess[]): Promise<void> {
    const { publisher, clock, newId, logger } = this.parts;
    const accesses = taken.map(({ access }) => access);
    const stamp = { id: newId(), occurredAtMs: clock.nowMs() };
    const event: EventOf<'access.recorded'> = makeEvent('access.recorded', NO_CALL_ID, { accesses }, stamp);
    const publish = () => answerWithin(clock, WAIT_MS, () => publisher.publish('calls.audit-trail', event));
    const delivery = await deliverEvent(publish, {
      clock,
      signal: this.closing.signal,
      pauseMs: () => RETRY_PAUSE_MS,
      onRetry: ({ code }) => logger.warn({ code }, 'could not record who asked; trying again'),
    });
    if (delivery.outcome === 'PUBLISHED') {
      for (const { accept } of taken) accept();
      return;
    }
    logger.error({ outcome: delivery.outcome, accesses: taken.length }, 'accesses were not recorded and not answered');
    for (const { reject } of taken) reject(unavailable('The message bus takes no more messages.'));
  }
}

/** Two equal accesses as one. */
const joinAccesses = (before: AuditedAccess, added: AuditedAccess): AuditedAccess => ({
  ...before,
  details: [...new Set([...before.details, ...added.details])],
  count: before.count + added.count,
  lastAtMs: added.lastAtMs,
});

/** A consumer refuses a whole event for one access that the contract does not allow. */
function requireAllowed(access: AuditedAccess): AuditedAccess {
  const parsed = auditedAccessSchema.safeParse(access);
  if (parsed.success) return access;
  const fields = parsed.error.issues.map(({ path }) => path.join('.'));
  throw new Error(`The audit cannot keep this access: ${fields.join(', ')}.`);
}

function waitingAccess(key: string, access: AuditedAccess): WaitingAccess {
  let accept = (): void => undefined;
  let reject = (_failure: Failure): void => undefined;
  const accepted = new Promise<void>((resolve, fail) => ([accept, reject] = [resolve, fail]));
  // Everybody who waited may have given up.
  accepted.catch(() => undefined);
  return { key, access, accepted, accept, reject };
}

const CODE: ErrorCode = 'AUDIT_UNAVAILABLE';

const unavailable = (reason: string): Failure =>
  new Failure(CODE, `${reason} This cannot be answered now, because nobody could see later who asked. Try again.`, {
    retryable: true,
  });
