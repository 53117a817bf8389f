import { AUDIOHOOK_RATE_HZ } from './media-position.js';

/** A client may count audio that it still holds. A position that is ahead of the audio by less says nothing. */
const MAX_HELD_SAMPLES = 0.5 * AUDIOHOOK_RATE_HZ;
/** A media clock cannot run ahead of the wall clock; a client that plays a recording may for a while. */
const MAX_AHEAD_MS = 30_000;

/** Missing audio, and whether more was claimed than can be true. */
export interface MissingAudio {
  readonly samples: number;
  readonly isImpossible: boolean;
}

/** Compares the media clock of a client with the audio that came from it, in samples of one channel. */
export class ClientClock {
  private accountedSamples = 0;
  private lastPositionSample: number;

  constructor(
    /** The client's position when it opened the session. */
    private readonly openedAtSample: number,
    private readonly openedAtMs: number,
  ) {
    this.lastPositionSample = openedAtSample;
  }

  receiveAudio(samples: number): void {
    this.accountedSamples += samples;
  }

  /** Takes note of a position. Returns whether it is in order: no lower than the one before. */
  notePosition(positionSample: number): boolean {
    const isInOrder = positionSample >= this.lastPositionSample;
    this.lastPositionSample = Math.max(positionSample, this.lastPositionSample);
    return isInOrder;
  }

  /** How far this position is ahead of the audio that came and of the declared gaps. */
  missingUntil(positionSample: number): number {
    return positionSample - this.openedAtSample - this.accountedSamples;
  }

  /** The audio that is missing before this position, and counts it. `isPaused`: the client holds no audio. */
  takeMissingUntil(positionSample: number, isPaused: boolean, nowMs: number): MissingAudio {
    const missing = this.missingUntil(positionSample);
    const isMissing = missing > (isPaused ? 0 : MAX_HELD_SAMPLES);
    return this.takeMissing(isMissing ? missing : 0, nowMs);
  }

  /** Audio that the client says it discarded, and counts it. */
  takeMissing(samples: number, nowMs: number): MissingAudio {
    const mostSamples = ((nowMs - this.openedAtMs + MAX_AHEAD_MS) / 1_000) * AUDIOHOOK_RATE_HZ;
    const possible = Math.max(0, Math.min(samples, Math.round(mostSamples) - this.accountedSamples));
    this.accountedSamples += possible;
    return { samples: possible, isImpossible: possible < samples };
  }
}
