import type { LcaStart } from '@earshot/media';
import type { KnownCall } from '@earshot/ports';
import { CallOutbox } from '../bus/call-outbox.js';
import { CallPressure } from '../limits/call-pressure.js';
import { CallProblems } from './call-problems.js';
import { CallStream } from '../audio/call-stream.js';
import { HeldInputs } from './held-inputs.js';
import type { LiveCallsParts } from './live-calls.js';
import { StalledAudio } from '../audio/stalled-audio.js';
import type { OwnPlace } from '../registry/whereabouts.js';

/** With the reconnect window, how long a call without audio stays open in the store, at most. */
const LONGEST_PROCESS_GAP_MS = 600_000;

/** The socket that brings the audio now, if any does. */
export interface IntakeSocket {
  pause(): void;
  resume(): void;
}

/**
 * One call's audio and events on their way to the bus, within their limits. While it is not known whether the call goes on
 * from an earlier process, what happens to it is kept in order and done afterwards.
 */
export class CallIntake {
  readonly problems: CallProblems;
  private readonly stream: CallStream;
  private readonly outbox: CallOutbox;
  private readonly inputs: HeldInputs;
  private readonly stalled: StalledAudio;
  private readonly pressure: CallPressure;
  /** Bytes of audio that had no room since the last that had. */
  private dropped: { bytes: number } | null = null;

  constructor(
    private readonly start: LcaStart,
    startedAtMs: number,
    private readonly parts: LiveCallsParts,
    socket: IntakeSocket,
  ) {
    this.inputs = new HeldInputs(parts.budget);
    this.outbox = new CallOutbox(start.callId, parts, {
      onProgress: () => this.pressure.fall(),
      onRefused: (refused) => {
        this.problems.add('EVENT_REFUSED_BY_BUS');
        return this.stream.insteadOf(refused);
      },
    });
    this.stream = new CallStream(start, startedAtMs, {
      ...parts,
      longestAbsenceMs: parts.reconnectWindowMs + LONGEST_PROCESS_GAP_MS,
      emit: (...events) => this.outbox.push(...events),
    });
    this.stalled = new StalledAudio({
      ...parts,
      format: start,
      pass: (samples, atMs) => this.stream.audio(samples, atMs),
      miss: (missingMs) => this.stream.miss(missingMs, 'FRAMES_LOST'),
    });
    this.problems = new CallProblems((code, message) => this.stream.problem(code, message));
    this.pressure = new CallPressure({
      budget: parts.budget,
      heldBytes: () => this.heldBytes,
      pause: () => {
        // What does not come from now on is kept from us by ourselves.
        this.inputs.put(0, () => this.stalled.excuse());
        socket.pause();
      },
      resume: () => {
        // The silence was ours.
        this.stalled.excuse();
        socket.resume();
      },
    });
  }

  /** Whether it is known where the call stands. */
  get isPlaced(): boolean {
    return this.inputs.isOpen;
  }

  /** Position on the call's clock, milliseconds; only where it is placed. */
  get positionMs(): number {
    return this.stream.positionMs;
  }

  /** How far this process brought the call; only where it is placed. */
  get place(): OwnPlace {
    return this.stream.place;
  }

  /** Bytes received and not yet on the bus. */
  get heldBytes(): number {
    return this.outbox.bytes + this.inputs.bytes + this.stalled.bytes;
  }

  /** Views on `samples` are kept until they are on the bus. */
  audio(samples: Uint8Array): void {
    if (!this.pressure.hasRoomFor(samples.length)) return this.drop(samples.length);
    const nowMs = this.parts.clock.nowMs();
    this.dropped = null;
    this.inputs.put(samples.length, () => this.stalled.audio(samples, nowMs));
    this.pressure.rise();
  }

  /** The call begins here, at its start. */
  begin(): void {
    this.stream.begin();
    this.letThrough();
  }

  /** The call goes on from another process; `atMs`: since when it is with this one. */
  goOn(known: KnownCall, atMs: number): void {
    this.stalled.excuse();
    this.stream.goOn(known, atMs);
  }

  /** What happens from now on is kept: where the call stands is to be found out. */
  hold(): void {
    this.inputs.hold();
  }

  /** What was kept is done, behind where the call was found to stand. */
  letThrough(): void {
    this.inputs.letThrough();
    this.pressure.fall();
  }

  /** The socket is another's, or nobody's, from now on. */
  socketLeft(): void {
    this.pressure.forget();
  }

  /** No audio comes for now; what came goes out. */
  settle(): void {
    this.inputs.put(0, () => this.sendKept());
  }

  /** Another socket goes on with the call: the time since is a gap. */
  comeBack(atMs: number): void {
    this.inputs.put(0, () => {
      this.stalled.settle();
      this.stalled.excuse();
      this.stream.gapUntil(atMs, 'CONNECTION_LOST');
    });
  }

  /** The new socket is not read either while too much waits. */
  socketCame(): void {
    this.pressure.rise();
  }

  /** The last of the call. `then` is called when it is on its way, with whether all of it became safe. */
  end(atMs: number, reason: 'ENDED' | 'INTERRUPTED', then: (whenOut: Promise<boolean>) => void): void {
    this.inputs.put(0, () => {
      this.stalled.settle();
      this.stream.close(atMs, reason);
      if (reason === 'INTERRUPTED') this.problems.add('CONNECTION_LOST');
      then(this.outbox.whenEmpty());
    });
  }

  /** Resolves when the bus has what was received until now. */
  async sendReceived(): Promise<void> {
    await this.inputs.settled;
    this.sendKept();
    await this.outbox.whenEmpty();
  }

  /** The call is not ours, or was never taken: what is kept of it is none of the bus's. */
  giveUpInputs(): void {
    this.inputs.giveUp();
  }

  /** Gives up what could not be sent. */
  abandon(): void {
    const { metrics, logger } = this.parts;
    const { bytes } = this.inputs;
    if (bytes > 0) {
      metrics.bytesLost.add(bytes);
      logger.error({ callId: this.start.callId, bytes }, 'audio of a call waited for the registry in vain');
    }
    this.inputs.giveUp();
    this.outbox.stop();
  }

  private sendKept(): void {
    this.stalled.settle();
    this.stream.flush();
  }

  private drop(bytes: number): void {
    this.parts.metrics.bytesLost.add(bytes);
    if (this.dropped !== null && !this.inputs.isOpen) return void (this.dropped.bytes += bytes);
    const dropped = (this.dropped = { bytes });
    const nowMs = this.parts.clock.nowMs();
    this.inputs.put(0, () => {
      this.stalled.excuse();
      this.stream.drop(dropped.bytes, nowMs);
    });
    this.pressure.rise();
  }
}
