import { msToSamples, samplesToMs } from '@earshot/domain';
import { TrackJoiner, type JoinedAudio } from '../tracks/track-joiner.js';

/** `EXPECTED`: its stream is not known yet. `CATCHING_UP`: a session begins, and brings what came before. */
export type TrackState = 'EXPECTED' | 'CATCHING_UP' | 'READING' | 'ENDED';

/** How far one track may lag behind another one that is read: fragments last up to two seconds. */
const LONGEST_LAG_MS = 3_000;
/** The most audio of the other tracks that waits for one that catches up. */
const LONGEST_WAIT_MS = 30_000;

interface EarlyPiece {
  readonly track: number;
  readonly fromSample: number;
  readonly samples: Uint8Array;
}

export interface JoinedStreamsOptions {
  readonly trackCount: number;
  readonly sampleRateHz: number;
}

/**
 * Joins the tracks of a call that come on streams of their own. A silent or late track holds up the others for three seconds of
 * audio, one that catches up for thirty; what is missing then is declared. Positions are absolute, as `StreamProgress`
 * gives them; the call begins with the earliest audio.
 */
export class JoinedStreams {
  private readonly joiner: TrackJoiner;
  private readonly states: TrackState[];
  private readonly reachedSamples: number[];
  /** How far the others were when the session of a track began. */
  private readonly waitsFrom: number[];
  private readonly wasGivenUp: boolean[] = [];
  private readonly lagSamples: number;
  private readonly waitSamples: number;
  private readonly sampleRateHz: number;
  private originSample: number | null = null;
  private early: EarlyPiece[] = [];

  constructor({ trackCount, sampleRateHz }: JoinedStreamsOptions) {
    this.joiner = new TrackJoiner({ trackCount, codec: 'L16', sampleRateHz, waitMs: LONGEST_WAIT_MS });
    this.states = Array.from({ length: trackCount }, () => 'EXPECTED');
    this.reachedSamples = this.states.map(() => -Infinity);
    this.waitsFrom = this.states.map(() => -Infinity);
    this.sampleRateHz = sampleRateHz;
    this.lagSamples = msToSamples(LONGEST_LAG_MS, sampleRateHz);
    this.waitSamples = msToSamples(LONGEST_WAIT_MS, sampleRateHz);
  }

  /** How many samples came too late, or twice. */
  get dropped(): TrackJoiner['dropped'] {
    return this.joiner.dropped;
  }

  /** A session of the track begins: what it brings has its place before what the others bring. */
  startSession(track: number): void {
    // Sessions that bring nothing, one after the other, must not hold up the others again and again.
    if (this.states[track] === 'CATCHING_UP' || this.wasGivenUp[track] === true) return;
    this.states[track] = 'CATCHING_UP';
    this.waitsFrom[track] = this.furthestSample;
  }

  isWaitingFor(track: number): boolean {
    return this.states[track] === 'CATCHING_UP';
  }

  /** The others no longer wait for the track, until it brings something. */
  giveUp(track: number): readonly JoinedAudio[] {
    this.stopWaitingFor(track);
    return this.advance();
  }

  endTrack(track: number): readonly JoinedAudio[] {
    this.states[track] = 'ENDED';
    return this.advance();
  }

  /** How much audio the track is ahead of one that catches up, in milliseconds. Its reader waits when that is much. */
  findLeadMs(track: number): number {
    const slowest = Math.min(
      ...this.reachedSamples.filter((_, other) => other !== track && this.states[other] === 'CATCHING_UP'),
    );
    const reached = this.reachedSamples[track] ?? -Infinity;
    const from = Math.max(slowest, (this.originSample ?? this.firstSample) + this.joiner.positionSample);
    return reached === -Infinity || from === Infinity ? 0 : samplesToMs(reached - from, this.sampleRateHz);
  }

  receive(track: number, fromSample: number, samples: Uint8Array): readonly JoinedAudio[] {
    const toSample = fromSample + samples.length / 2;
    this.reachedSamples[track] = Math.max(this.reachedSamples[track] ?? -Infinity, toSample);
    this.wasGivenUp[track] = false;
    // Audio that it brings tells how far it is; before, nobody knows what it will bring.
    if (this.states[track] === 'CATCHING_UP' && toSample >= this.furthestSample - this.lagSamples)
      this.states[track] = 'READING';
    if (this.originSample !== null) {
      return [...this.joiner.receive(track, fromSample - this.originSample, samples), ...this.advance()];
    }
    this.early.push({ track, fromSample, samples });
    return this.advance();
  }

  /** Everything received, without waiting for more. */
  flush(): readonly JoinedAudio[] {
    const joined = this.originSample === null ? this.begin() : [];
    return [...joined, ...this.joiner.flush()];
  }

  private advance(): readonly JoinedAudio[] {
    this.stopWaiting();
    if (this.originSample !== null) return this.passLag(this.originSample);
    const isComplete = this.states.every((state, track) => state === 'ENDED' || this.hasReached(track));
    const mustWait = this.states.includes('CATCHING_UP');
    const isLate = !mustWait && this.furthestSample - this.firstSample >= this.lagSamples;
    return this.early.length > 0 && (isComplete || isLate) ? this.begin() : [];
  }

  private begin(): readonly JoinedAudio[] {
    const { early, firstSample: originSample } = this;
    if (early.length === 0) return [];
    this.early = [];
    this.originSample = originSample;
    const joined = early
      .sort((one, other) => one.fromSample - other.fromSample)
      .flatMap(({ track, fromSample, samples }) => this.joiner.receive(track, fromSample - originSample, samples));
    return [...joined, ...this.passLag(originSample)];
  }

  /** Declares what no track that is read will bring any more. */
  private passLag(originSample: number): readonly JoinedAudio[] {
    if (this.states.includes('CATCHING_UP')) return [];
    const furthest = this.furthestSample - originSample;
    const awaited = this.reachedSamples.filter((_, track) => this.states[track] !== 'ENDED');
    const slowest = Math.min(...awaited, furthest + originSample) - originSample;
    const deadline = Math.max(furthest - this.lagSamples, slowest);
    return deadline > this.joiner.positionSample ? this.joiner.advanceTo(deadline + this.waitSamples) : [];
  }

  /** The others no longer wait for a track that brought nothing while they went on for long. */
  private stopWaiting(): void {
    const furthest = this.furthestSample;
    for (const [track, state] of this.states.entries()) {
      if (state !== 'CATCHING_UP') continue;
      const from = this.waitsFrom[track] ?? -Infinity;
      if (from === -Infinity) this.waitsFrom[track] = furthest;
      else if (furthest - from >= this.waitSamples) this.stopWaitingFor(track);
    }
  }

  private stopWaitingFor(track: number): void {
    this.states[track] = 'READING';
    this.wasGivenUp[track] = true;
  }

  private get furthestSample(): number {
    return Math.max(...this.reachedSamples);
  }

  private get firstSample(): number {
    return Math.min(...this.early.map(({ fromSample }) => fromSample));
  }

  private hasReached(track: number): boolean {
    return (this.reachedSamples[track] ?? -Infinity) > -Infinity;
  }
}
