import type { TopicName } from '@earshot/contracts';
import { canReadBacklog, type Clock, type EventBus, type Logger } from '@earshot/ports';
import type { ByteBudget } from './byte-budget.js';
import type { IngestMetrics } from '../ingest.metrics.js';

/** Why new calls are refused: too much audio waits in this process, or the stages behind the bus are behind. */
export const busyReasons = ['BUFFER', 'BACKLOG'] as const;
export type BusyReason = (typeof busyReasons)[number];

const LOOK_EVERY_MS = 2_000;
/** A bus that does not say how far a group is behind is asked again with the next look. */
const PATIENCE_MS = 10_000;
/** New calls are taken again when less than this part of the limit is left: a limit crossed to and fro helps nobody. */
const TAKEN_AGAIN_BELOW = 0.5;
const AUDIO: TopicName = 'calls.audio';
const READERS = ['transcription', 'persistence'] as const;

export interface AdmissionParts {
  readonly bus: EventBus;
  readonly budget: Pick<ByteBudget, 'heldBytes'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Pick<IngestMetrics, 'refusing' | 'backlog'>;
  readonly maxHeldBytes: number;
  /** 0: the stages behind are not looked at. */
  readonly maxBacklogMessages: number;
}

/**
 * Whether new calls are taken. What is there already is served first: running calls, and calls that come back, are
 * never refused by this.
 */
export class Admission {
  private readonly busy = new Set<BusyReason>();
  private cancelLook = () => {};
  private isAsking = false;

  constructor(private readonly parts: AdmissionParts) {
    for (const reason of busyReasons) parts.metrics.refusing.set(0, { reason });
  }

  /** Null when new calls are taken. */
  get refusal(): BusyReason | null {
    this.judge('BUFFER', this.parts.budget.heldBytes, this.parts.maxHeldBytes);
    const [reason] = this.busy;
    return reason ?? null;
  }

  start(): void {
    this.cancelLook = this.parts.clock.schedule(LOOK_EVERY_MS, () => {
      this.judge('BUFFER', this.parts.budget.heldBytes, this.parts.maxHeldBytes);
      if (!this.isAsking) void this.askBacklog().finally(() => (this.isAsking = false));
      this.start();
    });
  }

  stop(): void {
    this.cancelLook();
  }

  /** A bus that cannot answer leaves things as they are: the audio that it does not take counts by itself. */
  private async askBacklog(): Promise<void> {
    const { bus, clock, logger, metrics, maxBacklogMessages } = this.parts;
    if (maxBacklogMessages === 0 || !canReadBacklog(bus)) return;
    this.isAsking = true;
    try {
      const asked = Promise.all(READERS.map((group) => bus.backlogMessages(AUDIO, group)));
      const behind = await inTime(asked, clock);
      READERS.forEach((group, at) => metrics.backlog.set(behind[at] ?? 0, { group }));
      this.judge('BACKLOG', Math.max(...behind), maxBacklogMessages);
    } catch (error) {
      logger.debug({ error: String(error) }, 'how far the stages are behind is not known');
    }
  }

  private judge(reason: BusyReason, amount: number, limit: number): void {
    const wasBusy = this.busy.has(reason);
    const isBusy = amount > (wasBusy ? limit * TAKEN_AGAIN_BELOW : limit);
    if (isBusy === wasBusy) return;
    if (isBusy) this.busy.add(reason);
    else this.busy.delete(reason);
    const { logger, metrics } = this.parts;
    metrics.refusing.set(isBusy ? 1 : 0, { reason });
    if (isBusy) logger.warn({ reason, amount, limit }, 'new calls are refused');
    else logger.info({ reason, amount, limit }, 'new calls are taken again');
  }
}

async function inTime<T>(answer: Promise<T>, clock: Clock): Promise<T> {
  let cancel = () => {};
  const late = new Promise<never>((_, reject) => {
    cancel = clock.schedule(PATIENCE_MS, () => reject(new Error(`no answer in ${PATIENCE_MS} ms`)));
  });
  return Promise.race([answer, late]).finally(() => cancel());
}
