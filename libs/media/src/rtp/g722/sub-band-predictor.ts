/** A zero predictor of six coefficients and a pole predictor of two, adapted by signs (ITU-T G.722, blocks 4L and 4H). */
export class SubBandPredictor {
  private prediction = 0;
  private zeroPrediction = 0;
  private readonly zeroCoefficients = new Int32Array(6);
  /** The last six differences, newest first. */
  private readonly differences = new Int32Array(6);
  private firstPole = 0;
  private secondPole = 0;
  private lastReconstruction = 0;
  /** The partial reconstructions of the last two samples. */
  private lastPartial = 0;
  private partialBefore = 0;

  /** The predicted sample. */
  get predicted(): number {
    return this.prediction;
  }

  /** Adapts to the difference between the sample and its prediction, and predicts the next sample. */
  adapt(difference: number): void {
    const reconstruction = saturate16(this.prediction + difference);
    const partial = saturate16(this.zeroPrediction + difference);
    this.adaptPoles(partial);
    this.adaptZeros(difference);
    this.partialBefore = this.lastPartial;
    this.lastPartial = partial;
    const poles =
      ((this.firstPole * saturate16(2 * reconstruction)) >> 15) +
      ((this.secondPole * saturate16(2 * this.lastReconstruction)) >> 15);
    this.lastReconstruction = reconstruction;
    this.zeroPrediction = this.predictFromZeros();
    this.prediction = saturate16(saturate16(poles) + this.zeroPrediction);
  }

  private adaptPoles(partial: number): void {
    const isLikeLast = partial < 0 === this.lastPartial < 0;
    const isLikeBefore = partial < 0 === this.partialBefore < 0;
    const quadruple = saturate16(4 * this.firstPole);
    const feedback = Math.min(32_767, isLikeLast ? -quadruple : quadruple) >> 7;
    const second = (isLikeBefore ? 128 : -128) + feedback + ((this.secondPole * 32_512) >> 15);
    this.secondPole = clamp(second, 12_288);
    const first = saturate16((isLikeLast ? 192 : -192) + ((this.firstPole * 32_640) >> 15));
    this.firstPole = clamp(first, saturate16(15_360 - this.secondPole));
  }

  private adaptZeros(difference: number): void {
    const { zeroCoefficients, differences } = this;
    const step = difference === 0 ? 0 : 128;
    for (let at = 0; at < 6; at++) {
      const isLike = (differences[at] as number) < 0 === difference < 0;
      const leaked = ((zeroCoefficients[at] as number) * 32_640) >> 15;
      zeroCoefficients[at] = saturate16(leaked + (isLike ? step : -step));
    }
    // Faster than copyWithin on so few.
    for (let at = 5; at > 0; at--) differences[at] = differences[at - 1] as number;
    differences[0] = difference;
  }

  private predictFromZeros(): number {
    let sum = 0;
    for (let at = 0; at < 6; at++) {
      sum += ((this.zeroCoefficients[at] as number) * saturate16(2 * (this.differences[at] as number))) >> 15;
    }
    return saturate16(sum);
  }
}

/** The nearest value of 16 bits. */
export const saturate16 = (value: number): number => (value > 32_767 ? 32_767 : value < -32_768 ? -32_768 : value);

const clamp = (value: number, most: number): number => (value > most ? most : value < -most ? -most : value);
