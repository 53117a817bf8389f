import { windowsOf } from './speech-windows.js';

/** A longer silence before the speech means that what came before it is something else. */
const MAX_PAUSE_WINDOWS = windowsOf(0.3);
/** Speech is this many times as loud as the quietest window before it (20 dB)… */
const ABOVE_FLOOR = 10;
/** …and at most this many times quieter than the speech that the detector heard (20 dB). */
const BELOW_SPEECH = 10;

/**
 * The window in which speech begins. The detector sometimes misses the first words, such as "Oh," before a short pause, although
 * they are as loud as the rest. So what is loud right before its first answer belongs to the speech. Where that has no
 * beginning in the held audio, as in loud noise or music, the detector's answer counts.
 * `levels`: of each window, from 0 to 1. `onset`: the first window that the detector heard.
 */
export function findSpeechStart(levels: readonly number[], onset: number): number {
  const floor = Math.min(...levels.slice(0, onset));
  const loudest = Math.max(...levels.slice(onset));
  const audible = Math.max(floor * ABOVE_FLOOR, loudest / BELOW_SPEECH);
  let start = onset;
  for (let at = onset - 1; at >= 0; at -= 1) {
    if ((levels[at] ?? 0) >= audible) start = at;
    else if (start - at > MAX_PAUSE_WINDOWS) return start;
  }
  return (levels[0] ?? 0) < audible ? start : onset;
}
