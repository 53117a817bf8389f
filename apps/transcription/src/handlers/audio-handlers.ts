import type { Handlers } from '@earshot/contracts';
import type { ManualDelivery } from '../ownership/manual-delivery.js';
import type { OwnedCalls } from '../ownership/owned-calls.js';

export const audioHandlers = (
  calls: OwnedCalls,
  delivery: ManualDelivery,
): Handlers<'transcription', 'calls.audio'> => ({
  'stream.opened': (opened) => calls.openStream(opened, delivery),
  'track.assigned': (assigned) => calls.assignTrack(assigned, delivery),
  'stream.changed': (changed) => calls.changeStream(changed, delivery),
  'audio.frame': (frame) => calls.receiveFrame(frame, delivery),
  'audio.gap-declared': (gap) => calls.receiveGap(gap, delivery),
  'stream.closed': (closed) => calls.closeStream(closed, delivery),
});
