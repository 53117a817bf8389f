import { BoundedMap } from '@earshot/domain';
import type { SpeechStreamOptions } from '@earshot/ports';

/** Faults of a provider: the connection breaks, it closes cleanly, new streams are refused for a while, or results stop. */
export const engineFaults = ['reset', 'close', 'busy', 'hang'] as const;
export type EngineFault = (typeof engineFaults)[number];

/** A fault that recurs on the clock of the audio. */
export interface RecurringFault {
  readonly kind: EngineFault;
  readonly everySeconds: number;
}

/** Streams that a busy engine refuses before it accepts one again. */
const REFUSALS = 2;
/** Channels remembered. The oldest is forgotten first and may meet a fault twice. */
const MAX_REMEMBERED = 20_000;

interface ChannelFaults {
  lastFaultMs: number;
  refusals: number;
}

/**
 * The position of the next fault in each channel's audio. A fault happens once at each position: audio that is processed
 * again after a fault does not trigger it again, or no call would ever get past it.
 */
export class FaultPlan {
  private readonly channels = new BoundedMap<string, ChannelFaults>(MAX_REMEMBERED);

  /** Whether the engine refuses the next stream of this channel. */
  refuseStream(stream: Pick<SpeechStreamOptions, 'callId' | 'channel'>): boolean {
    const faults = this.faultsOf(stream);
    if (faults.refusals === 0) return false;
    faults.refusals -= 1;
    return true;
  }

  /** Position of a stream's next fault on the call clock. */
  findNextMs(
    stream: Pick<SpeechStreamOptions, 'callId' | 'channel' | 'startMs'>,
    { everySeconds }: RecurringFault,
  ): number {
    const everyMs = everySeconds * 1_000;
    return (Math.floor(Math.max(this.faultsOf(stream).lastFaultMs, stream.startMs) / everyMs) + 1) * everyMs;
  }

  recordFault(stream: Pick<SpeechStreamOptions, 'callId' | 'channel'>, atMs: number, kind: EngineFault): void {
    const faults = this.faultsOf(stream);
    faults.lastFaultMs = Math.max(faults.lastFaultMs, atMs);
    if (kind === 'busy') faults.refusals = REFUSALS;
  }

  private faultsOf({ callId, channel }: Pick<SpeechStreamOptions, 'callId' | 'channel'>): ChannelFaults {
    const key = `${channel} ${callId}`;
    const faults = this.channels.get(key) ?? { lastFaultMs: 0, refusals: 0 };
    this.channels.set(key, faults);
    return faults;
  }
}
