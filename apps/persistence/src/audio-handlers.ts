import type { Handlers } from '@earshot/contracts';
import type { CallRecorders } from './call-recorders.js';

export const audioHandlers = (recorders: CallRecorders): Handlers<'persistence', 'calls.audio'> => ({
  'stream.opened': (event) => recorders.opened(event),
  'audio.frame': (frame) => recorders.frame(frame),
  'audio.gap-declared': (event) => recorders.gap(event),
  'stream.closed': (event) => recorders.closed(event),
});
