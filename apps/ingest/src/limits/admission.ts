import type { CallRefusalCode, TopicName } from '@earshot/contracts';
import { answerWithin, canReadBacklog, type Clock, type EventBus } from '@earshot/ports';
import type { IngestTelemetry } from '../ingest.metrics.js';

/**
 * Why new calls are refused: too much audio waits in this process, transcription or persistence has too large a backlog, or
 * the database answers too slowly.
 */
export const busyReasons = ['BUFFER', 'BACKLOG', 'DATABASE'] as const;
export type BusyReason = (typeof busyReasons)[number];

const CHECK_EVERY_MS = 2_000;
/** A bus that does not report a backlog in this time is asked again at the next check. */
const BACKLOG_ANSWER_MS = 10_000;
/** New calls are accepted again below this share of the limit, so that the decision does not flap. */
const ACCEPT_BELOW = 0.5;
const AUDIO: TopicName = 'calls.audio';
const AUDIO_CONSUMERS = ['transcription', 'persistence'] as const;

const refusalCodes = {
  BUFFER: 'SERVICE_BUSY',
  BACKLOG: 'SERVICE_BUSY',
  DATABASE: 'DATABASE_SLOW',
} as const satisfies Record<BusyReason, CallRefusalCode>;

/** What is not live waits above this share of the largest backlog. */
const RECORDINGS_SHARE = 0.1;

/** What this process knows about its load. */
export interface ProcessLoad {
  /** Bytes received and not yet on the bus. */
  readonly heldBytes: number;
  /** How long the registry takes for an answer now. */
  readonly registryLatencyMs: number;
}

export interface AdmissionLimits {
  readonly maxHeldBytes: number;
  /** 0: the backlog does not matter. */
  readonly maxBacklogMessages: number;
  /** 0: the latency does not matter. */
  readonly maxRegistryLatencyMs: number;
}

/** Decides whether new calls are accepted. Running calls, and calls that come back, are never refused by it. */
export class Admission {
  private readonly busy = new Set<BusyReason>();
  private cancelCheck = () => {};
  private isAskingBacklog = false;
  private backlogMessages = 0;

  constructor(
    private readonly limits: AdmissionLimits,
    private readonly load: ProcessLoad,
    private readonly bus: EventBus,
    private readonly clock: Clock,
    private readonly telemetry: IngestTelemetry<'refusing' | 'backlog' | 'queueBytes' | 'registryLatency'>,
  ) {
    for (const reason of busyReasons) telemetry.metrics.refusing.set(0, { reason });
  }

  /** Why new calls are refused; null when they are accepted. */
  get refusal(): BusyReason | null {
    this.judgeLoad();
    const [reason] = this.busy;
    return reason ?? null;
  }

  /** The code with which new calls are refused; null when they are accepted. */
  get refusalCode(): CallRefusalCode | null {
    const { refusal } = this;
    return refusal === null ? null : refusalCodes[refusal];
  }

  /** Whether live calls need everything: new ones are refused, or the backlog grows. */
  get needsAll(): boolean {
    const { maxBacklogMessages } = this.limits;
    const isBehind = maxBacklogMessages > 0 && this.backlogMessages > maxBacklogMessages * RECORDINGS_SHARE;
    return isBehind || this.refusal !== null;
  }

  start(): void {
    this.cancelCheck = this.clock.schedule(CHECK_EVERY_MS, () => {
      this.judgeLoad();
      if (!this.isAskingBacklog) void this.checkBacklog().finally(() => (this.isAskingBacklog = false));
      this.start();
    });
  }

  stop(): void {
    this.cancelCheck();
  }

  updateGauge(): void {
    this.telemetry.metrics.queueBytes.set(this.load.heldBytes);
    this.telemetry.metrics.registryLatency.set(this.load.registryLatencyMs / 1_000);
  }

  private judgeLoad(): void {
    const { load, limits } = this;
    this.judge('BUFFER', load.heldBytes, limits.maxHeldBytes);
    if (limits.maxRegistryLatencyMs > 0) this.judge('DATABASE', load.registryLatencyMs, limits.maxRegistryLatencyMs);
  }

  /** A bus that does not answer changes nothing: audio that it does not take counts as BUFFER. */
  private async checkBacklog(): Promise<void> {
    const { bus, clock } = this;
    const { logger, metrics } = this.telemetry;
    const { maxBacklogMessages } = this.limits;
    if (maxBacklogMessages === 0 || !canReadBacklog(bus)) return;
    this.isAskingBacklog = true;
    try {
      const askAll = () => Promise.all(AUDIO_CONSUMERS.map((group) => bus.backlogMessages(AUDIO, group)));
      const backlogs = await answerWithin(clock, BACKLOG_ANSWER_MS, askAll);
      AUDIO_CONSUMERS.forEach((group, index) => metrics.backlog.set(backlogs[index] ?? 0, { group }));
      this.backlogMessages = Math.max(...backlogs);
      this.judge('BACKLOG', this.backlogMessages, maxBacklogMessages);
    } catch (error) {
      logger.debug({ err: error }, 'the bus did not report the backlog');
    }
  }

  private judge(reason: BusyReason, amount: number, limit: number): void {
    const wasBusy = this.busy.has(reason);
    const isBusy = amount > (wasBusy ? limit * ACCEPT_BELOW : limit);
    if (isBusy === wasBusy) return;
    if (isBusy) this.busy.add(reason);
    else this.busy.delete(reason);
    const { logger, metrics } = this.telemetry;
    metrics.refusing.set(isBusy ? 1 : 0, { reason });
    if (isBusy) logger.warn({ reason, amount, limit }, 'ingest refuses new calls');
    else logger.info({ reason, amount, limit }, 'ingest accepts new calls again');
  }
}
