import type { Handlers } from '@earshot/contracts';
import type { AudioDelivery } from '../recording/audio-delivery.js';
import type { CallRecorders } from '../recording/call-recorders.js';

/** What one message of calls.audio leads to. */
export type AudioHandlers = (delivery: AudioDelivery) => Handlers<'persistence', 'calls.audio'>;

export const audioHandlers =
  (recorders: CallRecorders): AudioHandlers =>
  (delivery) => ({
    'stream.opened': (event) => recorders.opened(event, delivery),
    'audio.frame': (frame) => recorders.frame(frame, delivery),
    'audio.gap-declared': (event) => recorders.gap(event, delivery),
    'stream.closed': (event) => recorders.closed(event, delivery),
  });
