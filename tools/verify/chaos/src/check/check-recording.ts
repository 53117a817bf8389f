import { FRAME_BYTES, SAMPLE_RATE_HZ, type ChaosAudio } from '../truth/chaos-audio.js';
import type { ObservedGap } from './call-evidence.js';

export interface ExpectedRecording {
  readonly audio: ChaosAudio;
  /** The gaps of all tracks. A recording is silent where audio never arrived. */
  readonly gaps: readonly ObservedGap[];
  readonly receivedMs: number;
  /** Audio that the player sent, plus audio that it skipped while it was disconnected. */
  readonly playedMs: number;
  /** Time from the first sample to END on the player's clock. The call lasts so long if the player came back after its audio. */
  readonly endedAfterMs: number;
  readonly reconnects: number;
  /** Time that the server took to answer the player on later connections. The gap before them is longer by so much. */
  readonly unansweredMs: number;
  /** Whether undeclared silence is allowed, because the call reports that its recording could not be written for a while. */
  readonly isDeclaredIncomplete: boolean;
}

/** Player and server both measure how long a connection was lost. Their results may differ by this much for each loss. */
const DRIFT_PER_RECONNECT_MS = 1_500;
/** Without a loss both count the same samples. */
const ROUNDING_MS = 0.5;
const MAX_ERRORS = 5;
/** Milliseconds of a gap are rounded to frames, so its edges may be wrong by this much. */
const EDGE_FRAMES = 1;

/**
 * Checks that each frame is the one that was sent for its place, or silence in a declared gap. The recording may skip sent
 * audio only in gaps, not more than the gap is long, may never go back, must be as long as the ledger says, and may have no
 * sent audio in a gap: what is recorded must be transcribed. Returns the errors as text.
 */
export function checkRecording(samples: Uint8Array | null, expected: ExpectedRecording): string[] {
  if (samples === null) return ['there is no recording'];
  const frameCount = Math.floor(samples.length / FRAME_BYTES);
  const errors = [
    ...(samples.length % FRAME_BYTES === 0 ? [] : ['the recording ends in the middle of a frame']),
    ...new FrameCheck(samples, expected).findErrors(),
  ];
  if (Math.abs(frameCount - msToFrames(expected.receivedMs)) > 1)
    errors.push(
      `it is ${formatSeconds(frameCount)} long, the ledger says ${(expected.receivedMs / 1_000).toFixed(3)} s`,
    );
  const driftMs = findDriftMs(expected);
  if (driftMs > 0)
    errors.push(`the length of the call differs from the player's clock by ${(driftMs / 1_000).toFixed(2)} s`);
  return errors;
}

/**
 * Returns by how much the length of the call differs from the player's clock, or 0 if it is as expected. The length does not
 * depend on how soon a server came back: both the time that it needed to answer and the time after the audio are measured.
 */
function findDriftMs({
  receivedMs,
  playedMs,
  endedAfterMs,
  unansweredMs,
  reconnects,
  gaps,
}: ExpectedRecording): number {
  const isUnbroken = reconnects === 0 && gaps.length === 0;
  const toleranceMs = isUnbroken ? ROUNDING_MS : DRIFT_PER_RECONNECT_MS * Math.max(1, reconnects);
  const longestMs = reconnects === 0 ? playedMs : Math.max(playedMs, endedAfterMs) + unansweredMs;
  if (receivedMs < playedMs - toleranceMs) return playedMs - receivedMs;
  return receivedMs > longestMs + toleranceMs ? receivedMs - longestMs : 0;
}

/** Compares a recording with the sent audio, frame by frame. */
class FrameCheck {
  private readonly view: DataView;
  private readonly frameCount: number;
  private readonly sentFrames: number;
  private readonly isInGap: (at: number) => boolean;
  private readonly isDeepInGap: (at: number) => boolean;
  /** Frames of sent audio that a gap covers although they are recorded. */
  private recordedInGaps = 0;
  private firstRecordedInGap = -1;
  private readonly errors: string[] = [];
  /** Position in the sent audio of the last frame that was recognised. */
  private position = -1;
  private lastSilentAt = -1;
  /** Silent frames after the last frame that was recognised. */
  private silentFrames = 0;

  constructor(
    samples: Uint8Array,
    private readonly expected: ExpectedRecording,
  ) {
    this.view = new DataView(samples.buffer, samples.byteOffset, samples.byteLength);
    this.frameCount = Math.floor(samples.length / FRAME_BYTES);
    this.sentFrames = msToFrames(expected.playedMs);
    this.isInGap = createGapFinder(expected.gaps, EDGE_FRAMES);
    this.isDeepInGap = createGapFinder(expected.gaps, -EDGE_FRAMES);
  }

  findErrors(): readonly string[] {
    for (let at = 0; at < this.frameCount && this.errors.length < MAX_ERRORS; at += 1) {
      const frame = this.frameAt(at);
      if (frame !== 0) this.noteRecorded(at);
      if (frame === this.expected.audio.frameAt(this.position + 1)) this.position += 1;
      else if (frame === 0) at = this.checkSilence(at);
      else this.checkJump(frame, at);
      if (frame !== 0) this.silentFrames = 0;
    }
    if (this.errors.length < MAX_ERRORS) this.checkLost(this.sentFrames, this.frameCount);
    if (this.recordedInGaps > 0)
      this.errors.push(
        `${formatSeconds(this.recordedInGaps)} of recorded audio in gaps, the first at ${formatSeconds(this.firstRecordedInGap)}`,
      );
    return this.errors;
  }

  /** Recorded audio must be transcribed, so no gap may cover it. */
  private noteRecorded(at: number): void {
    if (!this.isDeepInGap(at)) return;
    if (this.recordedInGaps === 0) this.firstRecordedInGap = at;
    this.recordedInGaps += 1;
  }

  /** Returns the place of the last silent frame that it checked. */
  private checkSilence(at: number): number {
    let lastAt = at;
    if (!this.isInGap(at)) {
      if (!this.expected.isDeclaredIncomplete) this.errors.push(`silence outside of all gaps at ${formatSeconds(at)}`);
      while (lastAt + 1 < this.frameCount && this.frameAt(lastAt + 1) === 0) lastAt += 1;
    }
    this.lastSilentAt = lastAt;
    this.silentFrames += lastAt - at + 1;
    return lastAt;
  }

  /** Checks a frame that does not follow the one before. */
  private checkJump(frame: number, at: number): void {
    const found = this.expected.audio.positionOf(frame);
    const wasSent = found >= 0 && found < this.sentFrames;
    if (!wasSent) this.errors.push(`bytes that were never sent at ${formatSeconds(at)}`);
    else if (found <= this.position)
      this.errors.push(`audio of ${formatSeconds(found)} repeated at ${formatSeconds(at)}`);
    else if (this.lastSilentAt !== at - 1 && !this.isInGap(at))
      this.errors.push(`${found - this.position - 1} frames missing at ${formatSeconds(at)}`);
    else this.checkLost(found, at);
    if (wasSent) this.position = found;
  }

  /** A gap must be as long as the audio that it hides: the frames between the last recognised one and `next`. */
  private checkLost(next: number, at: number): void {
    const undeclared = next - this.position - 1 - this.silentFrames;
    if (undeclared > msToFrames(DRIFT_PER_RECONNECT_MS))
      this.errors.push(`${formatSeconds(undeclared)} lost before ${formatSeconds(at)} that no gap declares`);
  }

  private frameAt(at: number): number {
    return this.view.getUint32(at * FRAME_BYTES, true);
  }
}

const msToFrames = (ms: number) => Math.round((ms * SAMPLE_RATE_HZ) / 1_000);
const formatSeconds = (frames: number) => `${(frames / SAMPLE_RATE_HZ).toFixed(3)} s`;

/** Returns a function that must be called with ascending places. */
function createGapFinder(gaps: readonly ObservedGap[], marginFrames: number): (at: number) => boolean {
  const spans = gaps
    .map(({ fromMs, toMs }) => ({ from: msToFrames(fromMs) - marginFrames, to: msToFrames(toMs) + marginFrames }))
    .filter(({ from, to }) => to > from)
    .sort((a, b) => a.from - b.from);
  let next = 0;
  return (at) => {
    for (let span = spans[next]; span !== undefined && span.to <= at; span = spans[next]) next += 1;
    const span = spans[next];
    return span !== undefined && at >= span.from;
  };
}
