import type { OutgoingEvent } from './outgoing-event.js';

/**
 * Merges two gaps of all tracks that touch into one, with the reason of the first; null for any other pair. A pause stays what
 * it is. Without this, gaps pile up when a client reconnects again and again while the bus is unavailable.
 */
export function mergeGaps(before: OutgoingEvent | undefined, next: OutgoingEvent): OutgoingEvent | null {
  if (before?.event.type !== 'audio.gap-declared' || next.event.type !== 'audio.gap-declared') return null;
  const { toSample, fromSample, endsAtMs, reason } = next.event.data;
  if (before.event.data.toSample !== fromSample) return null;
  if (before.event.data.someTracks !== undefined || next.event.data.someTracks !== undefined) return null;
  if ((before.event.data.reason === 'PAUSED') !== (reason === 'PAUSED')) return null;
  return { topic: 'calls.audio', event: { ...before.event, data: { ...before.event.data, toSample, endsAtMs } } };
}
