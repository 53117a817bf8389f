import { bytesPerSample, type EventData } from '@earshot/contracts';
import type { Clock } from '@earshot/ports';
import type { RosterChange } from '../call/call-roster.js';
import type { AudioFormat } from '../call/call-start.js';
import type { CallBuffer } from '../limits/call-buffer.js';
import type { CallClock } from './call-clock.js';

/** After a stall, audio is held this long to see whether the missing part comes in a burst. */
const LOOK_MS = 1_000;
/** While audio still comes faster than it is spoken, the detector holds on, but not longer than this. */
const LONGEST_LOOK_MS = 15_000;
/** Audio that comes this much faster than it is spoken is a burst. */
const BURST_RATE = 1.5;
/** Less is the ordinary jitter of a network. */
const SHORTEST_GAP_MS = 1_000;

/** The part of the call clock that the detector uses. */
export type StallDetectorOutput = Pick<
  CallClock,
  'receiveAudio' | 'changeRoster' | 'declareDropped' | 'declareMissing' | 'declareGapUntil' | 'flush' | 'close'
>;

/**
 * Finds audio that a client with a live socket never sent. The protocol has no timestamps, so only the wall clock tells
 * whether the network was slow (the audio comes in a burst and nothing is missing) or the client captured nothing (it goes
 * on at its ordinary pace, and the call clock would run late from then on). The detector holds the audio after a stall
 * until it can tell.
 */
export class StallDetector {
  private readonly bytesPerMs: number;
  private lastAtMs: number | null = null;
  /** Inputs since the stall, in order; null when nothing is held. */
  private held: (() => void)[] | null = null;
  private heldBytes = 0;
  private stalledAtMs = 0;
  private burstBytes = 0;
  /** When call clock and wall clock last agreed, and the audio received or declared missing since then. */
  private anchorAtMs = 0;
  private accountedMs = 0;
  private cancelLook = () => {};

  constructor(
    format: AudioFormat,
    /** A silence of this length is a stall; 0 switches the detector off. */
    private readonly stallMs: number,
    private readonly clock: Clock,
    private readonly buffer: Pick<CallBuffer, 'add'>,
    private readonly next: StallDetectorOutput,
  ) {
    this.bytesPerMs = (format.sampleRateHz * format.channelCount * bytesPerSample[format.codec]) / 1_000;
  }

  receiveAudio(samples: Uint8Array, atMs: number): void {
    if (this.lastAtMs === null) {
      this.anchorAtMs = atMs;
      this.accountedMs = -samples.length / this.bytesPerMs;
    } else if (this.held === null && this.stallMs > 0 && atMs - this.lastAtMs >= this.stallMs) {
      this.beginLook(this.lastAtMs);
    }
    this.lastAtMs = atMs;
    this.accountedMs += samples.length / this.bytesPerMs;
    if (this.held === null) return this.next.receiveAudio(samples, atMs);
    this.burstBytes += samples.length;
    this.hold(samples.length, () => this.next.receiveAudio(samples, atMs));
  }

  /** The roster changes after the audio received so far. `bytes` counts against the buffer while the changes are held. */
  changeRoster(changes: readonly RosterChange[], bytes: number): void {
    if (this.held === null) return this.next.changeRoster(changes);
    this.hold(bytes, () => this.next.changeRoster(changes));
  }

  /** Audio was dropped for lack of room. */
  dropAudio(bytes: number, atMs: number): void {
    this.excuseSilence();
    this.next.declareDropped(bytes, atMs);
  }

  /** The silence until now is not a stall: we paused the client, or a gap is declared for it. */
  excuseSilence(): void {
    this.passHeld();
    this.lastAtMs = null;
  }

  /** No audio comes for now: passes everything on. */
  flush(): void {
    this.settle();
    this.next.flush();
  }

  /** Another connection continues the call: the time since the last audio is a gap. */
  resumeAfterLoss(atMs: number): void {
    this.settle();
    this.excuseSilence();
    this.next.declareGapUntil(atMs, 'CONNECTION_LOST');
  }

  close(atMs: number, reason: EventData<'stream.closed'>['reason']): void {
    this.settle();
    this.next.close(atMs, reason);
  }

  /** Decides about the stall now: declares the missing audio, then passes on the held inputs. */
  settle(): void {
    if (this.held === null) return;
    const missingMs = this.missingMs();
    if (missingMs >= SHORTEST_GAP_MS) {
      this.accountedMs += missingMs;
      this.next.declareMissing(missingMs, 'FRAMES_LOST');
    }
    this.passHeld();
  }

  private passHeld(): void {
    const held = this.held ?? [];
    this.cancelLook();
    this.held = null;
    this.buffer.add(-this.heldBytes);
    this.heldBytes = 0;
    for (const pass of held) pass();
  }

  private hold(bytes: number, pass: () => void): void {
    this.held?.push(pass);
    this.heldBytes += bytes;
    this.buffer.add(bytes);
  }

  /** The part of the stall that did not come after it. A client that sends ahead of time may stall and miss nothing. */
  private missingMs(): number {
    const untilMs = this.lastAtMs ?? this.stalledAtMs;
    const sinceStallMs = untilMs - this.stalledAtMs - this.burstBytes / this.bytesPerMs;
    const sinceAnchorMs = untilMs - this.anchorAtMs - this.accountedMs;
    return Math.min(sinceStallMs, sinceAnchorMs);
  }

  private beginLook(stalledAtMs: number): void {
    this.held = [];
    this.burstBytes = 0;
    this.stalledAtMs = stalledAtMs;
    this.look(LOOK_MS, 0);
  }

  private look(lookedMs: number, bytesBefore: number): void {
    this.cancelLook = this.clock.schedule(LOOK_MS, () => {
      const isBurst = this.burstBytes - bytesBefore > BURST_RATE * LOOK_MS * this.bytesPerMs;
      if (isBurst && lookedMs < LONGEST_LOOK_MS) this.look(lookedMs + LOOK_MS, this.burstBytes);
      else this.settle();
    });
  }
}
