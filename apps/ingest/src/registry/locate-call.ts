import type { KnownCall } from '@earshot/ports';

/** How far a process published a call. */
export interface CallPosition {
  readonly positionSample: number;
  readonly nextSequence: number;
  readonly lastAudioAtMs: number;
}

/** `UNKNOWN`: the store lacks a part of what this process published, so it cannot say whether more came after. */
export type CallLocation = 'HERE' | 'ELSEWHERE' | 'UNKNOWN';

/** Compares the stored call with what this process published: whether the call continued or ended in another process. */
export function locateCall(known: KnownCall | null, published: CallPosition): CallLocation {
  if (known === null) return published.nextSequence === 0 ? 'HERE' : 'UNKNOWN';
  const isBeyondOurs =
    known.state === 'CLOSED' ||
    known.nextSequence > published.nextSequence ||
    known.positionSample > published.positionSample ||
    known.lastAudioAtMs > published.lastAudioAtMs;
  if (isBeyondOurs) return 'ELSEWHERE';
  return known.nextSequence < published.nextSequence ? 'UNKNOWN' : 'HERE';
}
