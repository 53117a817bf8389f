interface Waiting {
  readonly untilSample: number;
  readonly acknowledge: () => void;
}

/** Audio messages of one call whose effect is not safe yet, in the order they came. */
export class Acknowledgements {
  private waiting: Waiting[] = [];

  /** `untilSample` is the end of what the message brought. */
  add(untilSample: number, acknowledge: () => void): void {
    this.waiting.push({ untilSample, acknowledge });
  }

  /** The effect of everything up to here is safe. */
  settle(safeSample: number): void {
    let done = 0;
    for (const { untilSample, acknowledge } of this.waiting) {
      if (untilSample > safeSample) break;
      acknowledge();
      done += 1;
    }
    if (done > 0) this.waiting.splice(0, done);
  }

  settleAll(): void {
    this.settle(Infinity);
  }
}
