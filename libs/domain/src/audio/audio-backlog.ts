/** A span without samples, with its reason. */
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

/** Released entries stay in the array until there are this many. */
const COMPACT_AT = 256;

/**
 * The audio of one track that may be needed again, by its position on the call clock: samples and gaps without a hole, from
 * the end of what was released to `endSample`. It has no bound of its own: the caller that appends watches `heldSamples`.
 */
export class AudioBacklog<R extends string> {
  private entries: Entry<R>[] = [];
  private head = 0;
  private end: number;
  private held = 0;

  constructor(startSample: number) {
    this.end = startSample;
  }

  /** Position after the last sample or gap. */
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

  /** Appends a gap from the end to `toSample`, because that audio will not come. */
  appendGap(toSample: number, reason: R): void {
    if (toSample <= this.end) return;
    this.entries.push({ kind: 'gap', fromSample: this.end, toSample, reason });
    this.end = toSample;
  }

  /** The rest of the piece or gap at a position; null at the end. */
  read(atSample: number): Entry<R> | null {
    const entry = this.entries[this.indexOf(atSample)];
    if (entry === undefined || entry.toSample <= atSample) return null;
    if (entry.fromSample >= atSample) return entry;
    if (entry.kind === 'gap') return { ...entry, fromSample: atSample };
    return { ...entry, fromSample: atSample, samples: entry.samples.subarray(atSample - entry.fromSample) };
  }

  /** Frees everything before this position. It must not be read again. */
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
   * Drops whole pieces that begin at `fromSample` or later, until `samples` are freed, and puts gaps in their place. Returns
   * how many samples were freed.
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
    this.mergeGaps();
    return freed;
  }

  /** Joins neighbouring gaps of one reason. */
  private mergeGaps(): void {
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

  /** Index of the first entry that ends after a position, by binary search. */
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
