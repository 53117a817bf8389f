import type { SpeechStreamOptions } from '@earshot/ports';

/** How an engine goes wrong: its connection breaks, is closed properly, is refused for a while, or says no more. */
export const engineFaults = ['reset', 'close', 'busy', 'hang'] as const;
export type EngineFault = (typeof engineFaults)[number];

/** A fault that comes again and again, by the clock of the audio. */
export interface RecurringFault {
  readonly kind: EngineFault;
  readonly everySeconds: number;
}

/** Streams that a busy engine refuses before it takes one again. */
const REFUSALS = 2;
/** Channels that are remembered; the oldest is forgotten first, and may see a fault twice. */
const MAX_REMEMBERED = 20_000;

interface Passed {
  faultMs: number;
  refusals: number;
}

/**
 * Where in each channel's audio the engine goes wrong next. Each position counts once: the audio that is heard again
 * after a fault does not bring it again, or no call would ever get past it.
 */
export class FaultPlan {
  private readonly passed = new Map<string, Passed>();

  /** Whether the engine is too busy for one more stream of this channel. */
  refuses(stream: Pick<SpeechStreamOptions, 'callId' | 'channel'>): boolean {
    const passed = this.of(stream);
    if (passed.refusals === 0) return false;
    passed.refusals -= 1;
    return true;
  }

  /** The call-clock position of the next fault of a stream. */
  nextMs(
    stream: Pick<SpeechStreamOptions, 'callId' | 'channel' | 'startMs'>,
    { everySeconds }: RecurringFault,
  ): number {
    const everyMs = everySeconds * 1_000;
    return (Math.floor(Math.max(this.of(stream).faultMs, stream.startMs) / everyMs) + 1) * everyMs;
  }

  happened(stream: Pick<SpeechStreamOptions, 'callId' | 'channel'>, atMs: number, kind: EngineFault): void {
    const passed = this.of(stream);
    passed.faultMs = Math.max(passed.faultMs, atMs);
    if (kind === 'busy') passed.refusals = REFUSALS;
  }

  private of({ callId, channel }: Pick<SpeechStreamOptions, 'callId' | 'channel'>): Passed {
    const key = `${channel} ${callId}`;
    const passed = this.passed.get(key) ?? { faultMs: 0, refusals: 0 };
    this.passed.delete(key);
    this.passed.set(key, passed);
    const [oldest] = this.passed.keys();
    if (this.passed.size > MAX_REMEMBERED && oldest !== undefined) this.passed.delete(oldest);
    return passed;
  }
}
