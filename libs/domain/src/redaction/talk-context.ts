import type { LabelKind } from './find-labels.js';

/** For how many segments of either side a label tells what the next digits are, and for how long. */
const segmentsInForce: Record<LabelKind, number> = { CARD: 6, CVV: 4, SSN: 4, PHONE: 3, EMAIL: 4, NEUTRAL: 2 };
const MS_IN_FORCE = 120_000;

/** What the two sides have been talking about lately. */
export class TalkContext {
  private segmentCount = 0;
  private readonly last = new Map<LabelKind, { segment: number; atMs: number }>();

  /** One more final was said. */
  advance(): void {
    this.segmentCount++;
  }

  mention(kind: LabelKind, atMs: number): void {
    this.last.set(kind, { segment: this.segmentCount, atMs });
  }

  /** The matter was dealt with. */
  forget(kind: LabelKind): void {
    this.last.delete(kind);
  }

  isInForce(kind: LabelKind, atMs: number): boolean {
    const mention = this.last.get(kind);
    return (
      mention !== undefined &&
      this.segmentCount - mention.segment <= segmentsInForce[kind] &&
      Math.abs(atMs - mention.atMs) <= MS_IN_FORCE
    );
  }

  /** What digits without a label of their own are: the matter mentioned last; a card outranks a harmless one of the same utterance. */
  current(atMs: number): LabelKind | null {
    let best: LabelKind | null = null;
    let bestSegment = -1;
    for (const kind of ['CARD', 'SSN', 'PHONE', 'NEUTRAL'] as const) {
      const segment = this.isInForce(kind, atMs) ? (this.last.get(kind)?.segment ?? -1) : -1;
      if (segment > bestSegment) {
        best = kind;
        bestSegment = segment;
      }
    }
    return best;
  }
}
