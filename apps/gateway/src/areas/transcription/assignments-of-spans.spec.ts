import { describe, expect, it } from '@jest/globals';
import { participantIdSchema, type ParticipantRole } from '@earshot/contracts';
import { assignmentsOfSpans } from './assignments-of-spans.js';

const id = (text: string) => participantIdSchema.parse(text);
const onCall = (name: string, role: ParticipantRole) => ({ id: id(name), role, joinedMs: 0, leftMs: null });
const participants = [onCall('ann', 'CUSTOMER'), onCall('bob', 'AGENT'), onCall('cleo', 'SUPERVISOR')];
const assigned = (track: number, fromMs: number, name: string | null, role: ParticipantRole | null = null) => ({
  track,
  fromMs,
  role,
  participantId: name === null ? null : id(name),
});

const listed = (...parameters: Parameters<typeof assignmentsOfSpans>) =>
  assignmentsOfSpans(...parameters).map(({ track, participantId, role, fromMs }) => [
    track,
    participantId,
    role,
    fromMs,
  ]);

describe('assignmentsOfSpans', () => {
  it('names the participant on a track when its first span began, and everybody assigned until its last one ended', () => {
    const assignments = [
      assigned(1, 0, 'bob'),
      assigned(1, 400, 'ann'),
      assigned(1, 900, 'cleo'),
      assigned(1, 2_000, 'bob'),
    ];
    const spans = [
      { track: 1, fromMs: 500, toMs: 600 },
      { track: 1, fromMs: 800, toMs: 1_000 },
    ];
    expect(listed(spans, assignments, participants)).toEqual([
      [1, 'ann', 'CUSTOMER', 400],
      [1, 'cleo', 'SUPERVISOR', 900],
    ]);
  });

  it('keeps the role of then for words that were said before a participant changed its role', () => {
    const changes = [assigned(1, 0, 'cleo', 'AGENT'), assigned(1, 5_000, 'cleo', 'SUPERVISOR')];
    const spans = [{ track: 1, fromMs: 0, toMs: 9_000 }];
    expect(listed(spans, changes, participants)).toEqual([
      [1, 'cleo', 'AGENT', 0],
      [1, 'cleo', 'SUPERVISOR', 5_000],
    ]);
  });

  it('leaves out tracks without a span', () => {
    const spans = [{ track: 0, fromMs: 0, toMs: 100 }];
    expect(listed(spans, [assigned(0, 0, 'ann'), assigned(2, 0, 'cleo')], participants)).toEqual([
      [0, 'ann', 'CUSTOMER', 0],
    ]);
  });

  it('says when nobody was on a track, and that the role of somebody who is not stored is unknown', () => {
    const spans = [{ track: 2, fromMs: 0, toMs: 900 }];
    expect(listed(spans, [assigned(2, 100, 'dora'), assigned(2, 300, null)], participants)).toEqual([
      [2, 'dora', 'UNKNOWN', 100],
      [2, 'track-2', 'UNKNOWN', 300],
    ]);
  });

  it('fits into one event', () => {
    const many = Array.from({ length: 8_000 }, (_, n) => assigned(n % 16, n, 'bob'));
    const spans = Array.from({ length: 16 }, (_, track) => ({ track, fromMs: 0, toMs: 9_000 }));
    expect(assignmentsOfSpans(spans, many, participants)).toHaveLength(1_000);
  });
});
