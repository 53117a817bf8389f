import { expect, it } from '@jest/globals';
import { eventExamples } from './examples/index.js';
import { encodeEvent, parseEvent } from './parse-event.js';

const parsed = (event: object) => {
  const found = parseEvent(encodeEvent(event as never));
  if (!found.ok) throw new Error(found.error.code);
  return (found.value as unknown as { data: object }).data;
};

it.each([
  ['audio.gap-declared', 'FRAMES_LOST'],
  ['transcript.gap', 'FRAMES_LOST'],
  ['call.pause-requested', 'OTHER'],
  ['call.pause-changed', 'OTHER'],
] as const)('reads %s with a reason that only a later version knows', (type, reason) => {
  const { data, ...event } = eventExamples[type];
  expect(parsed({ ...event, data: { ...data, reason: 'OF_A_LATER_VERSION' } })).toEqual({ ...data, reason });
});

it('reads a role whose reason only a later version knows', () => {
  const { data, ...event } = eventExamples['participant.changed'];
  const participant = { ...data.participant, roleReason: 'OF_A_LATER_VERSION' };
  expect(parsed({ ...event, data: { ...data, participant } })).toEqual(data);
});

it('reads a request to pause without a reason', () => {
  const { data, ...event } = eventExamples['call.pause-requested'];
  expect(parsed({ ...event, data: { action: data.action } })).toEqual({ action: 'PAUSE' });
});
