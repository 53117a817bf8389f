/** Zero crossings of the sinc on each side: 32 taps at the lower rate keep images about 70 dB down. */
const ZERO_CROSSINGS = 16;
const KAISER_BETA = 7;
/** Cut-off as a part of the lower Nyquist frequency. The transition band then ends near that frequency. */
const CUTOFF = 0.94;
/** Rates with a small common divisor would need a filter for each output sample of a second. Above this number phases are rounded. */
const MAX_PHASES = 2_048;
const EMPTY = new Int16Array(0);

/**
 * Changes the rate of one track: a streaming windowed-sinc polyphase filter for any ratio of whole rates. Output sample k is
 * exactly at input time k * fromHz / toHz, because the delay of the filter is removed. Positions are whole numbers, so there
 * is no drift. After `flush` the output has `round(input * toHz / fromHz)` samples. The sizes of the chunks do not change a
 * sample. Memory is one filter and one chunk.
 */
export class Resampler {
  private readonly stepWhole: number;
  private readonly stepFraction: number;
  private readonly phaseCount: number;
  private readonly tapsPerPhase: number;
  private readonly halfTaps: number;
  private readonly filter: Float64Array;
  private readonly phases: number;
  private readonly passThrough: boolean;
  /** Input that the filter still reaches. Index 0 is input sample `firstHeld`. */
  private held: Float64Array;
  private heldCount = 0;
  private firstHeld = 0;
  private inputCount = 0;
  private outputCount = 0;
  /** Input position of the next output: `nextWhole + nextFraction / phaseCount`. */
  private nextWhole = 0;
  private nextFraction = 0;

  constructor(
    readonly fromHz: number,
    readonly toHz: number,
  ) {
    const divisor = greatestCommonDivisor(fromHz, toHz);
    const step = fromHz / divisor;
    this.phaseCount = toHz / divisor;
    this.stepWhole = Math.floor(step / this.phaseCount);
    this.stepFraction = step % this.phaseCount;
    this.passThrough = fromHz === toHz;
    const bandwidth = CUTOFF * Math.min(1, toHz / fromHz);
    // Even, because `dotProduct` takes four taps at a time.
    this.halfTaps = this.passThrough ? 0 : 2 * Math.ceil(ZERO_CROSSINGS / 2 / Math.min(1, toHz / fromHz));
    this.tapsPerPhase = 2 * this.halfTaps;
    this.phases = Math.min(this.phaseCount, MAX_PHASES);
    this.filter = this.passThrough ? new Float64Array(0) : buildFilter(this.phases, this.halfTaps, bandwidth);
    this.held = new Float64Array(this.tapsPerPhase);
    this.reset();
  }

  /** Takes input and returns the output that it completes. The last `halfTaps` input samples wait for those after them. */
  push(samples: Int16Array): Int16Array {
    if (this.passThrough) return samples;
    this.hold(samples, samples.length);
    this.inputCount += samples.length;
    const ready = this.inputCount - this.halfTaps - this.nextWhole;
    if (ready <= 0) return EMPTY;
    return this.produce(this.countOutputsBefore(this.nextWhole + ready));
  }

  /** Returns the rest as if silence followed, and starts over. */
  flush(): Int16Array {
    if (this.passThrough) return EMPTY;
    const total = Math.round((this.inputCount * this.toHz) / this.fromHz);
    this.hold(EMPTY, this.tapsPerPhase);
    const rest = this.produce(total - this.outputCount);
    this.reset();
    return rest;
  }

  private reset(): void {
    // Silence before the first sample gives the first output its whole filter.
    this.firstHeld = -this.halfTaps;
    this.heldCount = this.halfTaps;
    this.held.fill(0, 0, this.heldCount);
    this.inputCount = 0;
    this.outputCount = 0;
    this.nextWhole = 0;
    this.nextFraction = 0;
  }

  /** Counts the outputs before a whole input position. */
  private countOutputsBefore(limit: number): number {
    const distance = (limit - this.nextWhole) * this.phaseCount - this.nextFraction;
    return Math.ceil(distance / (this.stepWhole * this.phaseCount + this.stepFraction));
  }

  private hold(samples: Int16Array, length: number): void {
    const needed = this.heldCount + length;
    if (needed > this.held.length) {
      const grown = new Float64Array(needed);
      grown.set(this.held.subarray(0, this.heldCount));
      this.held = grown;
    }
    if (samples.length > 0) this.held.set(samples, this.heldCount);
    else this.held.fill(0, this.heldCount, needed);
    this.heldCount = needed;
  }

  private produce(count: number): Int16Array {
    if (count <= 0) return EMPTY;
    const out = new Int16Array(count);
    const { held, filter, tapsPerPhase, phaseCount, phases } = this;
    let whole = this.nextWhole;
    let fraction = this.nextFraction;
    for (let index = 0; index < count; index++) {
      const phase = phases === phaseCount ? fraction : Math.floor((fraction * phases) / phaseCount);
      const tap = phase * tapsPerPhase;
      // The first tap is halfTaps - 1 samples before the whole position.
      const from = whole - this.halfTaps + 1 - this.firstHeld;
      const sum = dotProduct(held, from, filter, tap, tapsPerPhase);
      out[index] = sum > 32_767 ? 32_767 : sum < -32_768 ? -32_768 : Math.floor(sum + 0.5);
      whole += this.stepWhole;
      fraction += this.stepFraction;
      if (fraction >= phaseCount) {
        fraction -= phaseCount;
        whole += 1;
      }
    }
    this.nextWhole = whole;
    this.nextFraction = fraction;
    this.outputCount += count;
    this.release();
    return out;
  }

  private release(): void {
    const unused = Math.min(this.heldCount, Math.max(0, this.nextWhole - this.halfTaps + 1 - this.firstHeld));
    this.held.copyWithin(0, unused, this.heldCount);
    this.heldCount -= unused;
    this.firstHeld += unused;
  }
}

/** Four running sums, because a single sum waits for its own addition at each tap. This loop is nearly all the cost. */
function dotProduct(a: Float64Array, fromA: number, b: Float64Array, fromB: number, length: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let k = 0; k < length; k += 4) {
    s0 += (a[fromA + k] as number) * (b[fromB + k] as number);
    s1 += (a[fromA + k + 1] as number) * (b[fromB + k + 1] as number);
    s2 += (a[fromA + k + 2] as number) * (b[fromB + k + 2] as number);
    s3 += (a[fromA + k + 3] as number) * (b[fromB + k + 3] as number);
  }
  return s0 + s1 + (s2 + s3);
}

/** Row p holds the taps of an output that is p / phases after an input sample. Each row sums to 1, which keeps the level. */
function buildFilter(phases: number, halfTaps: number, bandwidth: number): Float64Array {
  const taps = 2 * halfTaps;
  const filter = new Float64Array(phases * taps);
  for (let phase = 0; phase < phases; phase++) {
    let sum = 0;
    for (let k = 0; k < taps; k++) {
      const distance = k - halfTaps + 1 - phase / phases;
      const value = sinc(distance * bandwidth) * kaiser(distance / halfTaps);
      filter[phase * taps + k] = value;
      sum += value;
    }
    for (let k = 0; k < taps; k++) filter[phase * taps + k] = (filter[phase * taps + k] ?? 0) / sum;
  }
  return filter;
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** Kaiser window, `x` from -1 to 1. */
const kaiser = (x: number): number => (Math.abs(x) > 1 ? 0 : bessel0(KAISER_BETA * Math.sqrt(1 - x * x)));

/** Modified Bessel function of the first kind, order 0, by its series. */
function bessel0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
