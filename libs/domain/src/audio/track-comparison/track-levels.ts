import { BIN_MS, COMPARED_BINS, MOST_LAG_BINS, WINDOW_BINS } from './compare-window.js';

/** Samples per second that are read: their energy is that of all samples, near enough. */
const READ_RATE_HZ = 2_000;

/** Collects the levels of two tracks in bins, window by window. */
export class TrackLevels {
  /** In dB, oldest first. */
  readonly one = new Float32Array(COMPARED_BINS);
  readonly other = new Float32Array(COMPARED_BINS);
  private bins = 0;
  private readonly stride: number;
  private readonly samplesPerBin: number;
  private readInBin = 0;
  private energy: [number, number] = [0, 0];

  constructor(sampleRateHz: number) {
    this.stride = Math.max(1, Math.round(sampleRateHz / READ_RATE_HZ));
    this.samplesPerBin = Math.floor((sampleRateHz * BIN_MS) / 1_000 / this.stride);
  }

  /** Adds samples of both tracks, as many of each. Calls `onWindow` for each window that is full. */
  add(one: Int16Array, other: Int16Array, onWindow: () => void): void {
    for (let at = 0; at < one.length; at += this.stride) {
      const [a, b] = [one[at] as number, other[at] as number];
      this.energy[0] += a * a;
      this.energy[1] += b * b;
      if (++this.readInBin < this.samplesPerBin) continue;
      this.closeBin();
      if (this.bins < COMPARED_BINS) continue;
      onWindow();
      this.keepForNextWindow();
    }
  }

  /** Audio is missing: the next window begins anew. */
  restart(): void {
    this.bins = 0;
    this.readInBin = 0;
    this.energy = [0, 0];
  }

  private closeBin(): void {
    this.one[this.bins] = toDb(this.energy[0] / this.readInBin);
    this.other[this.bins] = toDb(this.energy[1] / this.readInBin);
    this.bins += 1;
    this.readInBin = 0;
    this.energy = [0, 0];
  }

  /** Windows touch each other, so that the next one needs the last bins of this one. */
  private keepForNextWindow(): void {
    this.one.copyWithin(0, WINDOW_BINS);
    this.other.copyWithin(0, WINDOW_BINS);
    this.bins = 2 * MOST_LAG_BINS;
  }
}

const toDb = (meanSquare: number): number => 10 * Math.log10(meanSquare + 1);
