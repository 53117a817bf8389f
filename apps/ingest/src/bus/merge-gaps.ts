import type { Outgoing } from './call-outbox.js';

/**
 * One gap in the place of two that touch, with the reason of the first; null where there are none. While the bus is away, a
 * source that comes back again and again would pile them up.
 */
export function mergeGaps(before: Outgoing | undefined, next: Outgoing): Outgoing | null {
  if (before?.event.type !== 'audio.gap-declared' || next.event.type !== 'audio.gap-declared') return null;
  const { toSample, fromSample } = next.event.data;
  if (before.event.data.toSample !== fromSample) return null;
  return { topic: 'calls.audio', event: { ...before.event, data: { ...before.event.data, toSample } } };
}
