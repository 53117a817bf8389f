import { expect, it } from '@jest/globals';
import { emptyTranscriptText } from './empty-transcript-text.js';

it.each([
  ['LIVE', 'moonshine', null, 'Nobody has spoken yet.'],
  ['LIVE', null, null, 'Nobody has spoken yet.'],
  ['LIVE', null, 'no model', 'No speech engine transcribes this call.'],
  ['ENDED', null, 'no model', 'This call has no transcript.'],
] as const)('of a call that is %s with engine %s (%s) says: %s', (status, engine, engineReason, text) => {
  expect(emptyTranscriptText({ status, engine, engineReason })).toBe(text);
});
