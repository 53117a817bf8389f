import { describe, expect, it } from '@jest/globals';
import { encodeEvent, parseEvent } from '../parse-event.js';
import { eventExamples } from './index.js';

describe('the example of each event', () => {
  it.each(Object.values(eventExamples))('$type is valid and survives encoding unchanged', (example) => {
    const parsed = parseEvent(encodeEvent(example));
    if (!parsed.ok) throw new Error(parsed.error.detail);
    const event = parsed.value;
    expect(event.type === 'audio.frame' ? { ...event, payload: Uint8Array.from(event.payload) } : event).toEqual(
      example,
    );
  });
});
