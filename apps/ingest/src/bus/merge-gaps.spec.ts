import { callIdSchema, makeEvent, type EventData } from '@earshot/contracts';
import { describe, expect, it } from '@jest/globals';
import { mergeGaps } from './merge-gaps.js';
import type { OutgoingEvent } from './outgoing-event.js';

const callId = callIdSchema.parse('c1');
const gap = (
  fromSample: number,
  toSample: number,
  reason: EventData<'audio.gap-declared'>['reason'] = 'CONNECTION_LOST',
): OutgoingEvent => ({
  topic: 'calls.audio',
  event: makeEvent(
    'audio.gap-declared',
    callId,
    { sampleRateHz: 8_000, fromSample, toSample, reason },
    { id: `gap-${fromSample}`, occurredAtMs: 1 },
  ),
});
const problem: OutgoingEvent = {
  topic: 'calls.lifecycle',
  event: makeEvent(
    'processing.failed',
    callId,
    { stage: 'ingest', code: 'CONNECTION_LOST', message: 'Lost.' },
    { id: 'problem', occurredAtMs: 1 },
  ),
};

describe('mergeGaps', () => {
  it('merges two gaps that touch, with the reason of the first', () => {
    expect(mergeGaps(gap(0, 10), gap(10, 30, 'FRAMES_LOST'))).toEqual(gap(0, 30));
  });

  it('merges nothing else', () => {
    expect(mergeGaps(gap(0, 10), gap(20, 30))).toBeNull();
    const ofOneTrack = gap(20, 20);
    if (ofOneTrack.event.type === 'audio.gap-declared')
      Object.assign(ofOneTrack.event.data, { someTracks: { tracks: [1], toSample: 40 } });
    expect(mergeGaps(gap(10, 20), ofOneTrack)).toBeNull();
    expect(mergeGaps(ofOneTrack, gap(20, 30))).toBeNull();
    expect(mergeGaps(problem, gap(10, 20))).toBeNull();
    expect(mergeGaps(gap(10, 20), problem)).toBeNull();
    expect(mergeGaps(undefined, gap(10, 20))).toBeNull();
  });
});
