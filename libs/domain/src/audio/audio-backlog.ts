/** A span without samples, and why. */
export interface BacklogGap<R extends string> {
  readonly kind: 'gap';
  readonly fromSample: number;
  readonly toSample: number;
  readonly reason: R;
}

export interface BacklogAudio {
  readonly kind: 'audio';
  readonly fromSample: number;
  readonly toSample: number;
  readonly samples: Int16Array;
}

type Entry<R extends string> = BacklogAudio | BacklogGap<R>;

/** Released entries stay in the array until there are this many of them. */
const COMPACT_AT = 256;

/**
 * One channel's audio that may be needed again, by its position on the call's clock: a seamless row of samples and gaps
 * from what was released to `endSample`. It has no bound of its own; whoever appends looks at `heldSamples`.
 */
export class AudioBacklog<R extends string> {
  private entries: Entry<R>[] = [];
  private head = 0;
  private end: number;
  private held = 0;

  constructor(startSample: number) {
    this.end = startSample;
  }

  /** Position after the last thing appended. */
  get endSample(): number {
    return this.end;
  }

  /** Samples in memory. */
  get heldSamples(): number {
    return this.held;
  }

  append(samples: Int16Array): void {
    if (samples.length === 0) return;
    const fromSample = this.end;
    this.end += samples.length;
    this.held += samples.length;
    this.entries.push({ kind: 'audio', fromSample, toSample: this.end, samples });
  }

  /** What lies between the end and `toSample` will not come. */
  appendGap(toSample: number, reason: R): void {
    if (toSample <= this.end) return;
    this.entries.push({ kind: 'gap', fromSample: this.end, toSample, reason });
    this.end = toSample;
  }

  /** What lies at a position: the rest of an appended piece or of a gap, null at the end. */
  read(atSample: number): Entry<R> | null {
    const entry = this.entries[this.indexOf(atSample)];
    if (entry === undefined || entry.toSample <= atSample) return null;
    if (entry.fromSample >= atSample) return entry;
    if (entry.kind === 'gap') return { ...entry, fromSample: atSample };
    return { ...entry, fromSample: atSample, samples: entry.samples.subarray(atSample - entry.fromSample) };
  }

  /** Nothing before this position will be read again. */
  release(beforeSample: number): void {
    for (
      let entry = this.entries[this.head];
      entry !== undefined && entry.toSample <= beforeSample;
      entry = this.entries[this.head]
    ) {
      if (entry.kind === 'audio') this.held -= entry.samples.length;
      this.head += 1;
    }
    if (this.head < COMPACT_AT && this.head < this.entries.length) return;
    this.entries.splice(0, this.head);
    this.head = 0;
  }

  /**
   * Gives up the audio from about `fromSample` on (from the next piece that begins there or later) until `samples` are
   * freed, and puts gaps in its place. Returns how many were freed.
   */
  drop(fromSample: number, samples: number, reason: R): number {
    let freed = 0;
    for (let index = this.head; index < this.entries.length && freed < samples; index++) {
      const entry = this.entries[index];
      if (entry === undefined || entry.kind === 'gap' || entry.fromSample < fromSample) continue;
      freed += entry.samples.length;
      this.entries[index] = { kind: 'gap', fromSample: entry.fromSample, toSample: entry.toSample, reason };
    }
    this.held -= freed;
    this.merge();
    return freed;
  }

  /** Gaps that touch and have one reason become one. */
  private merge(): void {
    const merged: Entry<R>[] = [];
    for (const entry of this.entries.slice(this.head)) {
      const last = merged.at(-1);
      if (last?.kind === 'gap' && entry.kind === 'gap' && last.reason === entry.reason) {
        merged[merged.length - 1] = { ...last, toSample: entry.toSample };
      } else merged.push(entry);
    }
    this.entries = merged;
    this.head = 0;
  }

  /** First entry that ends after a position, by halving. */
  private indexOf(atSample: number): number {
    let low = this.head;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.entries[middle]?.toSample ?? Infinity) <= atSample) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
