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
/** Tracks remembered. The oldest is forgotten first and may meet a fault twice. */
const MAX_REMEMBERED = 20_000;

interface TrackFaults {
  lastFaultMs: number;
  refusals: number;
}

/**
 * The position of the next fault in each track's audio. A fault happens once at each position: audio that is processed
 * again after a fault does not trigger it again, or no call would ever get past it.
 */
export class FaultPlan {
  private readonly tracks = new BoundedMap<string, TrackFaults>(MAX_REMEMBERED);

  /** Whether the engine refuses the next stream of this track. */
  refuseStream(stream: Pick<SpeechStreamOptions, 'callId' | 'track'>): boolean {
    const faults = this.faultsOf(stream);
    if (faults.refusals === 0) return false;
    faults.refusals -= 1;
    return true;
  }

  /** Position of a stream's next fault on the call clock. */
  findNextMs(
    stream: Pick<SpeechStreamOptions, 'callId' | 'track' | 'startMs'>,
    { everySeconds }: RecurringFault,
  ): number {
    const everyMs = everySeconds * 1_000;
    return (Math.floor(Math.max(this.faultsOf(stream).lastFaultMs, stream.startMs) / everyMs) + 1) * everyMs;
  }

  recordFault(stream: Pick<SpeechStreamOptions, 'callId' | 'track'>, atMs: number, kind: EngineFault): void {
    const faults = this.faultsOf(stream);
    faults.lastFaultMs = Math.max(faults.lastFaultMs, atMs);
    if (kind === 'busy') faults.refusals = REFUSALS;
  }

  private faultsOf({ callId, track }: Pick<SpeechStreamOptions, 'callId' | 'track'>): TrackFaults {
    const key = `${track} ${callId}`;
    const faults = this.tracks.get(key) ?? { lastFaultMs: 0, refusals: 0 };
    this.tracks.set(key, faults);
    return faults;
  }
}
