import type { KnownCall } from '@earshot/ports';

/** How far this process brought a call. */
export interface OwnPlace {
  readonly positionSample: number;
  readonly nextSequence: number;
  readonly lastAudioAtMs: number;
}

/** `UNKNOWN`: the store has not even what this process published, so it cannot say what came after. */
export type Whereabouts = 'HERE' | 'ELSEWHERE' | 'UNKNOWN';

/** Whether a call went on in another process, or ended there, by what is stored of it. */
export function whereaboutsOf(known: KnownCall | null, own: OwnPlace): Whereabouts {
  if (known === null) return own.nextSequence === 0 ? 'HERE' : 'UNKNOWN';
  const isBeyond =
    known.state === 'CLOSED' ||
    known.nextSequence > own.nextSequence ||
    known.positionSample > own.positionSample ||
    known.lastAudioAtMs > own.lastAudioAtMs;
  if (isBeyond) return 'ELSEWHERE';
  return known.nextSequence < own.nextSequence ? 'UNKNOWN' : 'HERE';
}
