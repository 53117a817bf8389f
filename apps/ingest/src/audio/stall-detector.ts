import type { EventData } from '@earshot/contracts';
import type { Clock } from '@earshot/ports';
import type { CallUpdate } from '../call/call-change.js';
import type { PauseRequest } from '../call/pause-state.js';
import type { CallBuffer } from '../limits/call-buffer.js';
import type { AudioAccount } from './audio-account.js';
import type { CallClock } from './call-clock.js';
import type { DeclaredGap } from './track-gap.js';

type GapReason = EventData<'audio.gap-declared'>['reason'];

/** After a stall, audio is held this long to see whether the missing part comes in a burst. */
const LOOK_MS = 1_000;
/** While audio still comes faster than it is spoken, the detector holds on, but not longer than this. */
const LONGEST_LOOK_MS = 15_000;
/** Audio that comes this much faster than it is spoken is a burst. */
const BURST_RATE = 1.5;
/** A burst that leaves less than this open has filled the stall. */
const FILLED_MS = 100;

/** The part of the call clock that the detector uses. */
export type StallDetectorOutput = Pick<
  CallClock,
  | 'receiveAudio'
  | 'updateCall'
  | 'declareDropped'
  | 'declareGap'
  | 'declareMissing'
  | 'declareGapUntil'
  | 'flush'
  | 'announceSilence'
  | 'isPaused'
  | 'setPause'
  | 'countPaused'
  | 'declarePaused'
  | 'close'
>;

export interface StallLimits {
  /** A call that lacks this much has a stall; 0 switches the detector off. */
  readonly stallMs: number;
  /** The source declares its gaps itself. The wall clock counts only while the call is paused, between connections and at the end. */
  readonly isTimed: boolean;
  /** How far the gaps of a timed source may move the call clock ahead of the wall clock. */
  readonly longestLeadMs: number;
}

/**
 * Finds audio that a client with a live socket never sent, in one stall or in many short ones. The protocols have no
 * timestamps, so only the wall clock tells whether the network was slow (the audio comes in a burst and nothing is missing)
 * or the client captured nothing (it goes on at its ordinary pace, and the call clock would run late from then on). The
 * detector holds the audio after a stall until it can tell.
 */
export class StallDetector {
  /** Inputs since the stall, in order; null when nothing is held. */
  private held: (() => void)[] | null = null;
  private heldBytes = 0;
  /** Time of a pause that was counted by the wall clock. Audio that comes late for it is not counted again. */
  private filledMs = 0;
  private burstBytes = 0;
  /** The least that was missing at any audio since the stall. Jitter only ever adds to what seems to be missing. */
  private leastMissingMs = Infinity;
  private cancelLook = () => {};

  constructor(
    private readonly account: AudioAccount,
    private readonly limits: StallLimits,
    private readonly clock: Clock,
    private readonly buffer: Pick<CallBuffer, 'add'>,
    private readonly next: StallDetectorOutput,
    /** A gap was cut, because the call cannot be as long as the source says. */
    private readonly onWrongPosition: () => void,
  ) {}

  receiveAudio(samples: Uint8Array, atMs: number): void {
    if (this.next.isPaused) return this.dropPaused(samples.length, atMs);
    this.filledMs = 0;
    this.account.receiveAudio(samples.length, atMs);
    const missingMs = this.account.missingMs(atMs);
    const { stallMs, isTimed } = this.limits;
    if (this.held === null && !isTimed && stallMs > 0 && missingMs >= stallMs) this.beginLook();
    if (this.held === null) return this.next.receiveAudio(samples, atMs);
    this.burstBytes += samples.length;
    this.leastMissingMs = Math.min(this.leastMissingMs, missingMs);
    this.hold(samples.length, () => this.next.receiveAudio(samples, atMs));
    if (missingMs < FILLED_MS) this.passHeld();
  }

  /** The source knows that a part of the call is missing here. Time of a pause that was counted already is not counted again. */
  declareGap(gap: DeclaredGap, atMs: number): void {
    const { account, next } = this;
    this.settle();
    if (gap.tracks !== undefined) {
      if (!next.isPaused) next.declareGap(gap, atMs);
      return;
    }
    const msPerSample = account.toMs(account.toBytes(1));
    const newMs = gap.samples * msPerSample - this.filledMs;
    this.filledMs = Math.max(0, -newMs);
    const mostMs = Math.max(0, account.missingAtEndMs(atMs) + this.limits.longestLeadMs);
    if (newMs > mostMs) this.onWrongPosition();
    const samples = Math.round(Math.min(newMs, mostMs) / msPerSample);
    if (samples <= 0) return;
    account.declareGap(samples * msPerSample);
    if (next.isPaused) next.countPaused(account.toBytes(samples), atMs);
    else next.declareGap({ samples, reason: gap.reason }, atMs);
  }

  /** The roster changes after the audio received so far. `bytes` counts against the buffer while the changes are held. */
  updateCall(updates: readonly CallUpdate[], bytes: number): void {
    if (this.held === null) return this.next.updateCall(updates);
    this.hold(bytes, () => this.next.updateCall(updates));
  }

  /** From now on, audio is dropped and its time counts as paused; or audio is passed on again. */
  setPause(request: PauseRequest, atMs: number): void {
    this.settle();
    // A pause that both sides announce is one pause.
    if (request.isPaused && !this.next.isPaused) this.filledMs = 0;
    this.next.setPause(request, atMs);
  }

  /** A source may send nothing while its call is paused: counts the time by the wall clock. Call it about once a second. */
  fillPause(atMs: number): void {
    if (!this.next.isPaused || this.account.isExcused || this.limits.stallMs === 0) return;
    const missingMs = this.account.missingMs(atMs);
    if (missingMs < this.limits.stallMs) return;
    this.account.fillUntil(atMs, missingMs);
    this.filledMs += missingMs;
    this.next.declarePaused(missingMs, atMs);
  }

  /** Audio was dropped for lack of room. */
  dropAudio(bytes: number, atMs: number): void {
    this.excuseSilence();
    this.account.receiveAudio(bytes, atMs);
    this.next.declareDropped(bytes, atMs);
  }

  /** The silence until the next audio is not a stall: we do not read the socket. What does not come by the end is missing. */
  excuseSilence(): void {
    this.passHeld();
    this.account.excuse();
  }

  /** We slow the burst after a stall down ourselves, so its pace says nothing about the stall. */
  excuseSlowBurst(): void {
    if (this.held !== null) this.excuseSilence();
  }

  /** No audio comes for now: passes everything on. */
  flush(): void {
    this.settle();
    this.next.flush();
  }

  /** No audio comes, and the call waits for it. */
  announceSilence(isConnected: boolean): void {
    this.settle();
    this.next.announceSilence(isConnected);
  }

  /** Another connection continues the call: the time since the last audio is a gap. */
  resumeAfterLoss(atMs: number, reason: GapReason): void {
    this.settle();
    this.account.declareGapUntil(atMs);
    this.next.declareGapUntil(atMs, reason);
  }

  /** A call that its source ends lasts until its end; one that was interrupted, until its last audio. */
  close(atMs: number, reason: EventData<'stream.closed'>['reason']): void {
    this.settle();
    const untilMs = reason === 'ENDED' ? atMs : this.account.lastAtMs;
    const missingMs = this.account.missingAtEndMs(untilMs);
    // Until its last audio, a timed source has declared itself what it lacked. The rest is how much its clock runs slow.
    const silentMs = this.limits.isTimed ? untilMs - this.account.lastAtMs : missingMs;
    this.declareIfMissing(Math.min(missingMs, silentMs));
    this.next.close(atMs, reason);
  }

  /** Decides about the stall now: declares the missing audio, then passes on the held inputs. */
  settle(): void {
    if (this.held === null) return;
    this.declareIfMissing(Math.min(this.leastMissingMs, this.account.missingMs(this.account.lastAtMs)));
    this.passHeld();
  }

  private dropPaused(bytes: number, atMs: number): void {
    const durationMs = this.account.toMs(bytes);
    if (this.filledMs >= durationMs) return void (this.filledMs -= durationMs);
    this.account.receiveAudio(bytes, atMs);
    this.next.countPaused(bytes, atMs);
  }

  private declareIfMissing(missingMs: number): void {
    if (this.limits.stallMs === 0 || missingMs < this.limits.stallMs) return;
    this.account.declareGap(missingMs);
    this.next.declareMissing(missingMs, 'SOURCE_SILENT');
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

  private beginLook(): void {
    this.held = [];
    this.burstBytes = 0;
    this.leastMissingMs = Infinity;
    this.look(LOOK_MS, 0);
  }

  private look(lookedMs: number, bytesBefore: number): void {
    this.cancelLook = this.clock.schedule(LOOK_MS, () => {
      const burstMs = this.account.toMs(this.burstBytes - bytesBefore);
      if (burstMs > BURST_RATE * LOOK_MS && lookedMs < LONGEST_LOOK_MS) this.look(lookedMs + LOOK_MS, this.burstBytes);
      else this.settle();
    });
  }
}
