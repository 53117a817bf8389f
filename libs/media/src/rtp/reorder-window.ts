import type { RtpFormat } from './rtp-format.js';
import type { RtpPacket } from './rtp-packet.js';

/** A packet of the stream that is received, with its counters extended by their wraps. */
export interface ReceivedPacket {
  readonly packet: RtpPacket;
  readonly format: RtpFormat;
  readonly sequence: number;
  readonly timestampTicks: number;
  readonly arrivalMs: number;
}

/** More packets than any window of a real stream. A sender that leaves holes in a flood gets its packets released early. */
const MAX_HELD_PACKETS = 128;

/** Puts the packets of one stream in order: a packet waits at most `windowMs` for those before it. */
export class ReorderWindow {
  private readonly held = new Map<number, ReceivedPacket>();
  /** Undefined until the first packet is released: one that was sent before it may still come. */
  private nextSequence: number | undefined;

  constructor(private readonly windowMs: number) {}

  /** Takes one packet. `LATE`: the packets after it were released before. */
  add(received: ReceivedPacket): 'TAKEN' | 'DUPLICATE' | 'LATE' {
    const { sequence } = received;
    if (this.held.has(sequence)) return 'DUPLICATE';
    if (this.nextSequence !== undefined && sequence < this.nextSequence) return 'LATE';
    this.held.set(sequence, received);
    return 'TAKEN';
  }

  /** The packets, in order, that need not wait any longer. */
  release(nowMs: number): readonly ReceivedPacket[] {
    const released: ReceivedPacket[] = [];
    for (;;) {
      this.takeInSequence(released);
      if (this.held.size === 0 || !this.hasWaited(nowMs)) return released;
      this.nextSequence = Math.min(...this.held.keys());
    }
  }

  /** All held packets in order, without waiting for those that miss. */
  flush(): readonly ReceivedPacket[] {
    return this.release(Infinity);
  }

  private takeInSequence(released: ReceivedPacket[]): void {
    if (this.nextSequence === undefined) return;
    for (let next = this.held.get(this.nextSequence); next !== undefined; next = this.held.get(this.nextSequence)) {
      this.held.delete(this.nextSequence);
      this.nextSequence += 1;
      released.push(next);
    }
  }

  private hasWaited(nowMs: number): boolean {
    if (this.held.size > MAX_HELD_PACKETS) return true;
    // A map keeps the order of arrival, so its first packet has waited longest.
    const [oldest] = this.held.values();
    return oldest !== undefined && nowMs - oldest.arrivalMs >= this.windowMs;
  }
}
