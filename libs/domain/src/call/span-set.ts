/** A stretch of the call clock; `to` is exclusive. In whole microseconds, so that sums are exact. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The call-clock microsecond of a sample. It is whole, and the same from a sample as from its milliseconds. */
export const sampleToUs = (sample: number, sampleRateHz: number): number => Math.round((sample * 1e6) / sampleRateHz);
export const msToUs = (ms: number): number => Math.round(ms * 1e3);
export const usToMs = (us: number): number => us / 1e3;

/**
 * Spans in order, without overlap; spans that touch become one. A live call grows at its end, so adding there takes constant
 * time. Adding elsewhere takes a search and a splice.
 */
export class SpanSet {
  private readonly items: Span[] = [];

  constructor(spans: Iterable<Span> = []) {
    for (const span of spans) this.add(span);
  }

  get spans(): readonly Span[] {
    return this.items;
  }

  get isEmpty(): boolean {
    return this.items.length === 0;
  }

  /** An empty or reversed span adds nothing. */
  add({ from, to }: Span): void {
    if (!(to > from)) return;
    const first = this.firstEndingAtOrAfter(from);
    let last = first;
    let merged = { from, to };
    for (let next = this.items[last]; next !== undefined && next.from <= to; next = this.items[last]) {
      merged = { from: Math.min(merged.from, next.from), to: Math.max(merged.to, next.to) };
      last++;
    }
    if (first === this.items.length) this.items.push(merged);
    else this.items.splice(first, last - first, merged);
  }

  total(): number {
    return this.items.reduce((sum, { from, to }) => sum + to - from, 0);
  }

  /** The parts of this set that are not in `other`. */
  minus(other: SpanSet): SpanSet {
    const left = new SpanSet();
    let index = 0;
    for (const { from, to } of this.items) {
      let at = from;
      while (index > 0 && (other.items[index - 1]?.to ?? 0) > from) index--;
      for (let hole = other.items[index]; hole !== undefined && hole.from < to; hole = other.items[++index]) {
        if (hole.to <= at) continue;
        left.add({ from: at, to: Math.min(hole.from, to) });
        at = Math.max(at, hole.to);
        if (at >= to) break;
      }
      left.add({ from: at, to });
    }
    return left;
  }

  /** The parts of this set within `bounds`. */
  within(bounds: Span): SpanSet {
    return new SpanSet(
      this.items.map(({ from, to }) => ({ from: Math.max(from, bounds.from), to: Math.min(to, bounds.to) })),
    );
  }

  private firstEndingAtOrAfter(from: number): number {
    const last = this.items[this.items.length - 1];
    if (last === undefined || last.to < from) return this.items.length;
    if (last.from <= from) return this.items.length - 1;
    let low = 0;
    let high = this.items.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.items[middle]?.to ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
