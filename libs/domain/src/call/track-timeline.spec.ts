import { describe, expect, it } from '@jest/globals';
import { participantIdSchema } from '@earshot/contracts';
import { trackTimelines, TrackTimeline, type Speaker } from './track-timeline.js';

const customer: Speaker = { id: participantIdSchema.parse('customer'), role: 'CUSTOMER' };
const supervisor: Speaker = { id: participantIdSchema.parse('kim'), role: 'SUPERVISOR' };

describe('TrackTimeline', () => {
  it('gives the words of an unassigned track to its implied participant', () => {
    const timeline = new TrackTimeline(2);
    timeline.assign(5_000, supervisor);
    timeline.assign(9_000, null);
    expect([0, 4_999, 5_000, 8_999, 9_000].map((ms) => timeline.speakerAt(ms).id)).toEqual([
      'track-2',
      'track-2',
      'kim',
      'kim',
      'track-2',
    ]);
    expect(timeline.speakerAt(0).role).toBe('UNKNOWN');
  });

  it('does not depend on the order of the assignments, or on one that comes twice', () => {
    const timeline = new TrackTimeline(0);
    timeline.assign(5_000, supervisor);
    timeline.assign(0, customer);
    timeline.assign(0, customer);
    expect([0, 4_000, 6_000].map((ms) => timeline.speakerAt(ms).id)).toEqual(['customer', 'customer', 'kim']);
    expect(timeline.assignments()).toHaveLength(2);
  });

  it('gives the next owner of a call only the assignments that later segments need', () => {
    const timeline = new TrackTimeline(1);
    for (const fromMs of [0, 1_000, 2_000, 3_000]) timeline.assign(fromMs, fromMs % 2_000 ? supervisor : customer);
    timeline.forgetBefore(2_500);
    const [, next] = trackTimelines(2, timeline.assignments());
    expect([2_500, 3_000].map((ms) => next?.speakerAt(ms).id)).toEqual(['customer', 'kim']);
    expect(next?.assignments()).toEqual(timeline.assignments());
    expect(timeline.assignments()).toHaveLength(2);
  });

  it('keeps at most 256 assignments', () => {
    const timeline = new TrackTimeline(0);
    for (let n = 0; n < 1_000; n++) timeline.assign(n, customer);
    expect(timeline.assignments()).toHaveLength(256);
    expect(timeline.speakerAt(2_000)).toEqual(customer);
  });
});
