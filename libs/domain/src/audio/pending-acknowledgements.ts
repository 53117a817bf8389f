interface PendingMessage {
  readonly untilSample: number;
  readonly acknowledge: () => void;
}

/** Audio messages of one call that wait for their effect to be safe, in the order in which they arrived. */
export class PendingAcknowledgements {
  private pending: PendingMessage[] = [];

  /** `untilSample`: the end of the audio in the message. */
  add(untilSample: number, acknowledge: () => void): void {
    this.pending.push({ untilSample, acknowledge });
  }

  /** Acknowledges messages in order, up to the first that has audio beyond `safeSample`. */
  acknowledgeUntil(safeSample: number): void {
    let done = 0;
    for (const { untilSample, acknowledge } of this.pending) {
      if (untilSample > safeSample) break;
      acknowledge();
      done += 1;
    }
    if (done > 0) this.pending.splice(0, done);
  }

  acknowledgeAll(): void {
    this.acknowledgeUntil(Infinity);
  }
}
