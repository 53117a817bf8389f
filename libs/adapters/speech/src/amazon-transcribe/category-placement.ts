import type { ChannelResult } from './normalize-amazon-transcribe.js';

/** Finals whose category may still come. */
const MAX_FINALS = 64;

/** Finds the channel of a category, which the service does not tell: that of the newest final in its span. */
export class CategoryPlacement {
  private readonly finals: Pick<ChannelResult, 'channel' | 'startMs' | 'endMs'>[] = [];

  noteFinal({ channel, startMs, endMs }: ChannelResult): void {
    this.finals.push({ channel, startMs, endMs });
    if (this.finals.length > MAX_FINALS) this.finals.shift();
  }

  /** Without a final in the span it is the channel of the newest final before its end; 0 without any. */
  findChannel(startMs: number, endMs: number): number {
    const begun = this.finals.filter((final) => final.startMs <= endMs);
    const final = begun.findLast((each) => each.endMs >= startMs) ?? begun.at(-1);
    return final?.channel ?? 0;
  }
}
