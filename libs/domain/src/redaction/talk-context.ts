import type { LabelKind } from './find-labels.js';

/** How long a label says what later digits are, counted in finals of all participants. */
const segmentsInForce: Record<LabelKind, number> = { CARD: 6, CVV: 4, SSN: 4, PHONE: 3, EMAIL: 4, NEUTRAL: 2 };
/** How long it does so in time. */
const MS_IN_FORCE = 120_000;

/** The kinds of number that the speakers mentioned lately. */
export class TalkContext {
  private segmentCount = 0;
  private readonly last = new Map<LabelKind, { segment: number; atMs: number }>();

  /** Counts one more final. */
  advance(): void {
    this.segmentCount++;
  }

  /** Somebody mentioned this kind of number. */
  mention(kind: LabelKind, atMs: number): void {
    this.last.set(kind, { segment: this.segmentCount, atMs });
  }

  /** Somebody gave the number, so the next digits are something else. */
  forget(kind: LabelKind): void {
    this.last.delete(kind);
  }

  /** Whether the kind was mentioned recently enough to say what digits at this time are. */
  isInForce(kind: LabelKind, atMs: number): boolean {
    const mention = this.last.get(kind);
    return (
      mention !== undefined &&
      this.segmentCount - mention.segment <= segmentsInForce[kind] &&
      Math.abs(atMs - mention.atMs) <= MS_IN_FORCE
    );
  }

  /** The kind that digits without a label have: the one mentioned last. Within one segment a card outranks the others. */
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
