import { countTracks, findSpeaker, type Dialogue, type Line } from './dialogue.js';

/** The file that the `scripted` engine reads. Times exclude the silence around the words. */
export interface Script {
  readonly name: string;
  readonly utterances: readonly {
    readonly track: number;
    readonly startMs: number;
    readonly endMs: number;
    readonly text: string;
  }[];
}

export interface SpokenLine {
  readonly line: Line;
  readonly samples: Int16Array;
}

export interface PlacedCall {
  /** In the order of their numbers, all of one length. */
  readonly tracks: readonly Int16Array[];
  readonly script: Script;
}

const DEFAULT_PAUSE_MS = 350;
const TAIL_MS = 800;

/** Places spoken lines on the call clock, one speaker per track, and writes the script with their times. */
export function placeLines(dialogue: Dialogue, spoken: readonly SpokenLine[], sampleRateHz: number): PlacedCall {
  const toMs = (samples: number) => Math.round((samples / sampleRateHz) * 1_000);
  let end = 0;
  const placed = spoken.map(({ line, samples }) => {
    const start = Math.max(0, end + Math.round(((line.afterMs ?? DEFAULT_PAUSE_MS) / 1_000) * sampleRateHz));
    end = Math.max(end, start + samples.length);
    return { line, samples, start };
  });
  const length = end + Math.round((TAIL_MS / 1_000) * sampleRateHz);
  const tracks = Array.from({ length: countTracks(dialogue) }, () => new Int16Array(length));
  const trackOf = ({ by }: Line) => findSpeaker(dialogue, by).track;
  for (const { line, samples, start } of placed) tracks[trackOf(line)]?.set(samples, start);
  const utterances = placed
    .map(({ line, samples, start }) => ({
      track: trackOf(line),
      startMs: toMs(start),
      endMs: toMs(start + samples.length),
      text: line.text,
    }))
    .sort((a, b) => a.startMs - b.startMs);
  return { tracks, script: { name: dialogue.name, utterances } };
}
