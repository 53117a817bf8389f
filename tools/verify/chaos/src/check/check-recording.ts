import { FRAME_BYTES, SAMPLE_RATE_HZ, type ChaosAudio } from '../truth/chaos-audio.js';
import type { SeenGap } from './observed.js';

export interface RecordingExpectation {
  readonly audio: ChaosAudio;
  /** Of any channel: a recording holds silence for what never arrived. */
  readonly gaps: readonly SeenGap[];
  readonly receivedMs: number;
  /** Length of what the generator sent and skipped. */
  readonly playedMs: number;
  readonly reconnects: number;
  /** The call says that its recording could not be written for a while, and that is all that can be done. */
  readonly isDeclaredIncomplete: boolean;
}

/** Waiting time is measured at both ends of a connection that is lost; how far the two may come apart each time. */
const DRIFT_PER_RECONNECT_MS = 1_500;
const MAX_DETAILS = 5;

/**
 * Every frame is either the one that was sent for its place, or silence in a declared gap. The place moves against the
 * generator's own count only in gaps, forward only, and the length is the ledger's.
 */
export function checkRecording(samples: Uint8Array | null, expected: RecordingExpectation): string[] {
  if (samples === null) return ['there is no recording'];
  const problems: string[] = [];
  const frames = Math.floor(samples.length / FRAME_BYTES);
  if (samples.length % FRAME_BYTES !== 0) problems.push('it ends in the middle of a frame');
  const view = new DataView(samples.buffer, samples.byteOffset, samples.byteLength);
  const inGap = gapFinder(expected.gaps);
  const last = framesOf(expected.playedMs);
  let position = -1;
  let silentSince = -1;
  for (let at = 0; at < frames && problems.length < MAX_DETAILS; at += 1) {
    const frame = view.getUint32(at * FRAME_BYTES, true);
    if (frame === expected.audio.frameAt(position + 1)) {
      position += 1;
      continue;
    }
    if (frame === 0) {
      if (!inGap(at)) {
        if (!expected.isDeclaredIncomplete) problems.push(`silence outside of any gap at ${seconds(at)}`);
        at = nextSound(view, at, frames) - 1;
      }
      silentSince = at;
      continue;
    }
    const found = expected.audio.positionOf(frame);
    if (found < 0 || found >= last) problems.push(`bytes that were never sent at ${seconds(at)}`);
    else if (found <= position) problems.push(`audio of ${seconds(found)} again at ${seconds(at)}`);
    else if (silentSince !== at - 1 && !inGap(at))
      problems.push(`${found - position - 1} frames left out at ${seconds(at)}`);
    position = found >= 0 && found < last ? found : position;
  }
  if (Math.abs(frames - framesOf(expected.receivedMs)) > 1)
    problems.push(`${seconds(frames)} long, the ledger says ${(expected.receivedMs / 1_000).toFixed(3)} s`);
  const driftMs = Math.abs(expected.receivedMs - expected.playedMs);
  const limitMs =
    expected.reconnects === 0 && expected.gaps.length === 0
      ? 0.5
      : DRIFT_PER_RECONNECT_MS * Math.max(1, expected.reconnects);
  if (driftMs > limitMs) problems.push(`the call is ${(driftMs / 1_000).toFixed(2)} s off the generator's clock`);
  return problems;
}

const framesOf = (ms: number) => Math.round((ms * SAMPLE_RATE_HZ) / 1_000);
const seconds = (frame: number) => `${(frame / SAMPLE_RATE_HZ).toFixed(3)} s`;

/** Asked for places in ascending order. */
function gapFinder(gaps: readonly SeenGap[]): (frame: number) => boolean {
  const spans = gaps
    .map(({ fromMs, toMs }) => ({ from: framesOf(fromMs) - 1, to: framesOf(toMs) + 1 }))
    .sort((a, b) => a.from - b.from);
  let at = 0;
  return (frame) => {
    for (let span = spans[at]; span !== undefined && span.to <= frame; span = spans[at]) at += 1;
    const span = spans[at];
    return span !== undefined && frame >= span.from;
  };
}

function nextSound(view: DataView, from: number, frames: number): number {
  let at = from;
  while (at < frames && view.getUint32(at * FRAME_BYTES, true) === 0) at += 1;
  return at;
}
