import type { Clock } from '@earshot/ports';

/** An engine that gave another call a result within this time works, so a failure is the fault of its call. */
const WORKS_WITHIN_MS = 10_000;

interface SignOfLife {
  readonly callId: string;
  readonly atMs: number;
}

/**
 * Knows which engines new calls avoid for a while. An engine pauses when it fails a call and no other call gets results
 * from it, so that one bad call does not take an engine from the others.
 */
export class EngineHealth {
  private readonly pauses = new Map<string, { readonly failedCallId: string; readonly untilMs: number }>();
  /** The last result of each engine, and the last one of another call than that. */
  private readonly signs = new Map<string, { last: SignOfLife; lastOfAnother: SignOfLife | null }>();

  constructor(
    private readonly clock: Clock,
    private readonly pauseMs: number,
    /** Told at every look. Transcription looks every five seconds, for its readiness. */
    private readonly report: (engine: string, isHealthy: boolean) => void = () => {},
  ) {}

  isPaused(engine: string): boolean {
    const isPaused = this.clock.nowMs() < (this.pauses.get(engine)?.untilMs ?? -Infinity);
    this.report(engine, !isPaused);
    return isPaused;
  }

  /** The engine failed the call so often that the call left it. */
  reportFailed(engine: string, callId: string): void {
    const nowMs = this.clock.nowMs();
    const worksForOthers = nowMs - this.lastResultOfOthers(engine, callId) < WORKS_WITHIN_MS;
    if (!worksForOthers) this.pauses.set(engine, { failedCallId: callId, untilMs: nowMs + this.pauseMs });
  }

  /** The engine transcribed more audio of the call. */
  reportWorking(engine: string, callId: string): void {
    const sign = { callId, atMs: this.clock.nowMs() };
    const signs = this.signs.get(engine);
    if (signs === undefined) this.signs.set(engine, { last: sign, lastOfAnother: null });
    else {
      if (signs.last.callId !== callId) signs.lastOfAnother = signs.last;
      signs.last = sign;
    }
    if (this.pauses.has(engine) && this.pauses.get(engine)?.failedCallId !== callId) this.pauses.delete(engine);
  }

  private lastResultOfOthers(engine: string, callId: string): number {
    const signs = this.signs.get(engine);
    if (signs === undefined) return -Infinity;
    return (signs.last.callId === callId ? signs.lastOfAnother?.atMs : signs.last.atMs) ?? -Infinity;
  }
}
