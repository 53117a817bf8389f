/** Samples of all tracks: one of each track, then the next of each. */
export interface InterleavedBlock {
  /** Position of the first sample, counted from the first one that was captured. */
  readonly fromSample: number;
  readonly samples: Int16Array;
  /** The largest amplitude of each track, 0 to 1. */
  readonly peaks: readonly number[];
}

const FULL_SCALE = 32_767;

/** Interleaves the tracks of a call, and cuts them into blocks of one length. */
export class BlockInterleaver {
  private block: Int16Array;
  private peaks: number[];
  private filled = 0;
  private fromSample = 0;

  /** `blockSamples`: samples of each track in a block. */
  constructor(
    private readonly trackCount: number,
    private readonly blockSamples: number,
  ) {
    this.block = new Int16Array(blockSamples * trackCount);
    this.peaks = this.noPeaks();
  }

  /** Adds the next samples, -1 to 1. A track without any is silent. Returns the blocks that they complete. */
  add(tracks: readonly (Float32Array | undefined)[], sampleCount: number): readonly InterleavedBlock[] {
    const completed: InterleavedBlock[] = [];
    for (let at = 0; at < sampleCount; at += 1) {
      for (let track = 0; track < this.trackCount; track += 1) this.put(track, tracks[track]?.[at] ?? 0);
      this.filled += 1;
      if (this.filled === this.blockSamples) completed.push(this.takeBlock());
    }
    return completed;
  }

  /** Returns what waits for a full block; null if nothing does. */
  flush(): InterleavedBlock | null {
    return this.filled === 0 ? null : this.takeBlock();
  }

  private put(track: number, sample: number): void {
    const clipped = Math.max(-1, Math.min(1, sample));
    this.block[this.filled * this.trackCount + track] = Math.round(clipped * FULL_SCALE);
    this.peaks[track] = Math.max(this.peaks[track] ?? 0, Math.abs(clipped));
  }

  private takeBlock(): InterleavedBlock {
    const { fromSample, peaks } = this;
    const samples = this.block.slice(0, this.filled * this.trackCount);
    this.fromSample += this.filled;
    this.filled = 0;
    this.peaks = this.noPeaks();
    return { fromSample, samples, peaks };
  }

  private noPeaks(): number[] {
    return Array.from({ length: this.trackCount }, () => 0);
  }
}
