import { alignSamples } from './align-samples.js';

/** Turns the binary messages of one call into whole sample frames. */
export class SampleAligner {
  /** Bytes of a sample frame whose rest comes with the next message. */
  private rest: Uint8Array = new Uint8Array(0);

  constructor(
    private readonly frameBytes: number,
    private readonly repair: ((bytes: Uint8Array) => Uint8Array) | undefined,
  ) {}

  /** Whether the audio so far ends in the middle of a sample. */
  get isCut(): boolean {
    return this.rest.length > 0;
  }

  align(bytes: Uint8Array): readonly Uint8Array[] {
    const received = this.repair !== undefined && !this.isCut ? this.repair(bytes) : bytes;
    const { whole, rest } = alignSamples(this.rest, received, this.frameBytes);
    this.rest = rest;
    return whole;
  }
}
