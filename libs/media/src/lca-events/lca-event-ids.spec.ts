import { segmentIdSchema, parseSegmentId } from '@earshot/contracts';
import { describe, expect, it } from '@jest/globals';
import type { LcaSegment } from './lca-event.js';
import { speakerWithRole } from './find-speaker.js';
import { toRevision } from './to-revision.js';
import { toSegmentId } from './to-segment-id.js';
import { UtteranceJoiner } from './utterance-joiner.js';

describe('toSegmentId', () => {
  it.each(['3b241101-e2bb-4255-8caf-4136c566a962', 'ch_0-12.345', 'ünï', '0'])('keeps %s', (id) =>
    expect(toSegmentId(id)).toBe(id),
  );

  it.each(['ch_0-12', 'a%2Db', 'a\u0000b', 'a%2D-7', '100%'])('maps %j so that it can be read back', (id) => {
    const mapped = toSegmentId(id) ?? '';
    expect(mapped).not.toBe(id);
    expect(parseSegmentId(mapped)).toBeNull();
    expect(decodeURIComponent(mapped)).toBe(id);
  });

  it.each([undefined, 7, '', 'x'.repeat(65), '\ud800'])('refuses %j', (id) => expect(toSegmentId(id)).toBeUndefined());
});

describe('toRevision', () => {
  const nowMs = Date.UTC(2026, 10, 29);
  it('is the same for the same time, higher for a final than for each partial, and fits into four bytes', () => {
    expect(toRevision(nowMs, true)).toBe(toRevision(nowMs, true));
    expect(toRevision(nowMs + 1, true)).toBe(toRevision(nowMs, true) + 1);
    expect(toRevision(nowMs, false)).toBeGreaterThan(2 ** 30);
    expect(toRevision(nowMs + 1_000, false)).toBe(toRevision(nowMs, false) + 1);
    for (const atMs of [0, nowMs, Date.UTC(2059, 0), Date.UTC(2200, 0)]) {
      expect(toRevision(atMs, true)).toBeLessThanOrEqual(2 ** 30);
      expect(toRevision(atMs, true)).toBeLessThan(toRevision(atMs + 1e12, false) + 1);
      expect(toRevision(atMs, false)).toBeLessThan(2 ** 31);
      expect(toRevision(atMs, true)).toBeGreaterThan(0);
    }
  });
});

describe('UtteranceJoiner', () => {
  const piece = (pieceId: string, text: string, startMs: number, segmentId = 't1') => ({
    kind: 'piece' as const,
    pieceId,
    segment: {
      ...speakerWithRole('CUSTOMER'),
      ...{ segmentId: segmentIdSchema.parse(segmentId), isPartial: true, startMs, endMs: startMs + 500, text },
    } satisfies LcaSegment,
  });

  it('joins the pieces of an utterance by their times, each once', () => {
    const joiner = new UtteranceJoiner();
    joiner.joinPiece(piece('a', ' my card', 0));
    joiner.joinPiece(piece('c', 'stolen', 1_000));
    joiner.joinPiece(piece('other', 'yes', 0, 't2'));
    joiner.joinPiece(piece('b', 'was ', 500));
    expect(joiner.joinPiece(piece('a', ' my card', 0))).toMatchObject({
      startMs: 0,
      endMs: 1_500,
      text: 'my card was stolen',
    });
  });

  it('begins anew after the final', () => {
    const joiner = new UtteranceJoiner();
    joiner.joinPiece(piece('a', 'old', 0));
    joiner.closeUtterance(segmentIdSchema.parse('t1'));
    expect(joiner.joinPiece(piece('b', 'new', 500))).toMatchObject({ text: 'new' });
  });

  it('holds no more than its bounds', () => {
    const joiner = new UtteranceJoiner();
    for (let each = 0; each < 1_000; each++) joiner.joinPiece(piece(`p${each}`, 'x'.repeat(200), each));
    expect(joiner.joinPiece(piece('last', 'y', 5_000)).text.length).toBeLessThanOrEqual(20_000);
    for (let each = 0; each < 100; each++) joiner.joinPiece(piece('p', 'z', 0, `u${each}`));
    expect(joiner.joinPiece(piece('late', 'first again', 0))).toMatchObject({ text: 'first again' });
  });
});
