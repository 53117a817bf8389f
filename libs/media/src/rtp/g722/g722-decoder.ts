import { saturate16, SubBandPredictor } from './sub-band-predictor.js';

/** The inverse quantizers of ITU-T G.722, tables 14, 15 and 18, by their codes. */
const lowerOf4Bits = Int32Array.of(0, ...mirror([20_456, 12_896, 8_968, 6_288, 4_240, 2_584, 1_200]), 0);
const finest = [
  24_808, 21_904, 19_008, 16_704, 14_984, 13_512, 12_280, 11_192, 10_232, 9_360, 8_576, 7_856, 7_192, 6_576, 6_000,
  5_456, 4_944, 4_464, 4_008, 3_576, 3_168, 2_776, 2_400, 2_032, 1_688, 1_360, 1_040, 728,
];
const lowerOf6Bits = Int32Array.of(-136, -136, -136, -136, ...mirror(finest), 432, 136, -432, -136);
const higherOf2Bits = Int32Array.of(...mirror([7_408, 1_616]));

/** How much each code moves the logarithmic scale (table 13, and the table of block 3H). */
const lowerSteps = Int32Array.of(-60, 3_042, 1_198, 538, 334, 172, 58, -30, 3_042, 1_198, 538, 334, 172, 58, -30, -60);
const higherSteps = Int32Array.of(798, -214, 798, -214);
const LOWER_MAX_LOG = 18_432;
const HIGHER_MAX_LOG = 22_528;

/** Table 16: an octave in 32 steps. */
const octave = Int32Array.from({ length: 32 }, (_, step) => Math.round(2_048 * 2 ** (step / 32)));

/** One half of the receive filter of table 11; the other half is the same backwards. */
const filterTaps = Int32Array.of(3, -11, 12, 32, -210, 951, 3_876, -805, 362, -156, 53, -11);
const FILTER_LENGTH = 24;

/**
 * Decodes ITU-T G.722 at 64 kbit/s: each byte becomes two samples at 16 kHz. The state is that of a new encoder at first, and adapts
 * within a few ms after lost bytes. https://www.itu.int/rec/T-REC-G.722
 */
export class G722Decoder {
  private readonly lower = new SubBand(32, LOWER_MAX_LOG, 8);
  private readonly higher = new SubBand(8, HIGHER_MAX_LOG, 10);
  /** Sums and differences of the bands in turn: those before the next byte that the filter still reaches. */
  private delayed = new Int32Array(FILTER_LENGTH - 2);

  decode(bytes: Uint8Array): Int16Array {
    const held = this.delayed.length;
    const bands = new Int32Array(held + 2 * bytes.length);
    bands.set(this.delayed);
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      const low = this.decodeLower(byte & 0x3f);
      const high = this.decodeHigher(byte >> 6);
      bands[held + 2 * at] = low + high;
      bands[held + 2 * at + 1] = low - high;
    }
    this.delayed = bands.slice(bands.length - held);
    return joinBands(bands, bytes.length);
  }

  private decodeLower(code: number): number {
    const { lower } = this;
    const sample = lower.reconstruct(lowerOf6Bits[code] as number);
    // The two lowest bits may be replaced on the line, so they do not take part in the adaptation.
    lower.adapt(lowerOf4Bits[code >> 2] as number, lowerSteps[code >> 2] as number);
    return sample;
  }

  private decodeHigher(code: number): number {
    const { higher } = this;
    const sample = higher.reconstruct(higherOf2Bits[code] as number);
    higher.adapt(higherOf2Bits[code] as number, higherSteps[code] as number);
    return sample;
  }
}

function joinBands(bands: Int32Array, pairs: number): Int16Array {
  const samples = new Int16Array(2 * pairs);
  for (let at = 0; at < samples.length; at += 2) {
    let even = 0;
    let odd = 0;
    for (let tap = 0; tap < filterTaps.length; tap++) {
      even += (bands[at + 2 * tap + 1] as number) * (filterTaps[filterTaps.length - 1 - tap] as number);
      odd += (bands[at + 2 * tap] as number) * (filterTaps[tap] as number);
    }
    samples[at] = saturate16(even >> 11);
    samples[at + 1] = saturate16(odd >> 11);
  }
  return samples;
}

/** One band: its predictor and its adaptive scale. */
class SubBand {
  private readonly predictor = new SubBandPredictor();
  private logScale = 0;

  constructor(
    private scale: number,
    private readonly maxLogScale: number,
    private readonly scaleShift: number,
  ) {}

  reconstruct(quantized: number): number {
    const sample = this.predictor.predicted + this.toDifference(quantized);
    return Math.max(-16_384, Math.min(16_383, sample));
  }

  adapt(quantized: number, logStep: number): void {
    const difference = this.toDifference(quantized);
    const log = ((this.logScale * 127) >> 7) + logStep;
    this.logScale = Math.max(0, Math.min(this.maxLogScale, log));
    const shift = this.scaleShift - (this.logScale >> 11);
    const mantissa = octave[(this.logScale >> 6) & 31] as number;
    this.scale = (shift < 0 ? mantissa << -shift : mantissa >> shift) << 2;
    this.predictor.adapt(difference);
  }

  private toDifference(quantized: number): number {
    return (this.scale * quantized) >> 15;
  }
}

/** The negative values first, as the codes of G.722 have them. */
function mirror(values: readonly number[]): readonly number[] {
  return [...values.map((value) => -value), ...values];
}
