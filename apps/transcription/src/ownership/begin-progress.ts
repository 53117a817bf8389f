import type { Channel } from '@earshot/contracts';
import type { ChannelProgress, TakenProgress, TranscriptProgress } from '@earshot/ports';

/** What the first message of a call that no owner had before says about it. */
export interface FirstMessage {
  readonly sampleRateHz: number;
  readonly channels: readonly Channel[];
  readonly startSample: number;
  readonly requestedEngine?: string | undefined;
  readonly script?: string | undefined;
}

/** Where an owner begins: where the former owner stood, else with the first message. Null if neither is known. */
export function beginProgress(taken: TakenProgress, first: FirstMessage | null): TranscriptProgress | null {
  if (taken.saved !== null) return taken.saved;
  if (first === null) return null;
  return {
    sampleRateHz: first.sampleRateHz,
    channels: first.channels.map((channel) => beginTrack(channel, first.startSample)),
    requestedEngine: first.requestedEngine,
    script: first.script,
    unheard: [],
    spansDone: 0,
    isCompleted: false,
  };
}

/** Where a new track stands: nothing before `startSample` is transcribed. */
export const beginTrack = (channel: Channel, startSample: number): ChannelProgress => ({
  channel,
  heardSample: startSample,
  stintStartMs: -1,
  nextOrdinal: 0,
  isNewStint: true,
});
