import type { Acknowledgements, AudioBacklog } from '@earshot/domain';
import type { ChannelProgress, TakenProgress, TranscriptProgress } from '@earshot/ports';
import type { Channel } from '@earshot/contracts';
import type { GapReason } from './call-context.js';

/** What the first message of a call that nobody had before says of it. */
export interface FirstHeard {
  readonly sampleRateHz: number;
  readonly channels: readonly Channel[];
  readonly startSample: number;
  readonly requestedEngine?: string | undefined;
  readonly script?: string | undefined;
}

/** What a process still has in hand of a call that another process took from it for a while. */
export interface Leftover {
  /** What it had saved. */
  readonly progress: TranscriptProgress;
  readonly receivedSample: number;
  /** By channel, in order: the audio that was not saved as heard. */
  readonly audio: readonly AudioBacklog<GapReason>[];
  readonly pending: Acknowledgements;
  /** Where the call ends, where it was closed. */
  readonly endSample: number | null;
}

/** Where an owner begins: after what was saved, else with the first message. Null where neither says anything. */
export function beginOf(taken: TakenProgress, first: FirstHeard | null): TranscriptProgress | null {
  if (taken.saved !== null) return taken.saved;
  if (first === null) return null;
  return {
    sampleRateHz: first.sampleRateHz,
    channels: first.channels.map((channel) => freshChannel(channel, first.startSample)),
    requestedEngine: first.requestedEngine,
    script: first.script,
    unheard: [],
    spansDone: 0,
    isCompleted: false,
  };
}

/** A channel of which nothing was heard before this position. */
export const freshChannel = (channel: Channel, startSample: number): ChannelProgress => ({
  channel,
  heardSample: startSample,
  stintStartMs: -1,
  nextOrdinal: 0,
  isNewStint: true,
});
