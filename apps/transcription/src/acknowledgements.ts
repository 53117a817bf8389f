interface Waiting {
  readonly untilSample: number;
  readonly acknowledge: () => void;
}

/** Audio messages of one call whose words are not published yet, in the order they came. */
export class Acknowledgements {
  private waiting: Waiting[] = [];

  /** `untilSample` is the end of what the message brought. */
  add(untilSample: number, acknowledge: () => void): void {
    this.waiting.push({ untilSample, acknowledge });
  }

  /** Everything up to here is published on every channel. */
  settle(accountedSample: number): void {
    let done = 0;
    for (const { untilSample, acknowledge } of this.waiting) {
      if (untilSample > accountedSample) break;
      acknowledge();
      done += 1;
    }
    if (done > 0) this.waiting.splice(0, done);
  }

  settleAll(): void {
    this.settle(Infinity);
  }
}
