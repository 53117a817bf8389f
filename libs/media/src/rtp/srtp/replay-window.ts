/** Late packets that are still taken: a wider window than the 64 that RFC 3711, section 3.3.2, asks for. */
const REPLAY_WINDOW = 128;

/** Remembers which packets of one source came, so that no copy of a packet is taken twice. */
export class ReplayWindow {
  private readonly seen = new Float64Array(REPLAY_WINDOW).fill(-1);
  private highest = -1;

  /** The highest index so far; -1: none. */
  get highestIndex(): number {
    return this.highest;
  }

  /** Whether a packet with this index may still be taken. */
  accepts(index: number): boolean {
    return index > this.highest - REPLAY_WINDOW && this.seen[index % REPLAY_WINDOW] !== index;
  }

  /** Call it after the packet proved to be authentic. */
  add(index: number): void {
    this.seen[index % REPLAY_WINDOW] = index;
    this.highest = Math.max(this.highest, index);
  }
}
