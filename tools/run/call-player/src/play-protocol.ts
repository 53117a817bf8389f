import { ConversationTimeline, type Conversation } from './conversation.js';
import type { PlayOptions } from './play-options.js';

/** The text messages that the player sends besides the audio. */
export interface PlayProtocol {
  /** The address of this protocol on the server of `url`. */
  addressOn(url: string): string;
  startMessage(): object;
  endMessage(): object;
  /** Position of the audio where the next message is due; infinite when there is none. */
  readonly nextMessageAtMs: number;
  /** Takes the messages that are due. */
  takeMessages(positionMs: number): readonly object[];
}

const LCA_PATH = /\/api\/v1\/ws(?=\?|$)/;

/** LCA's protocol: two channels, and the server knows that the first is the customer's and the second the agent's. */
export function lcaProtocol(options: PlayOptions, callId: string): PlayProtocol {
  const { audio, agentId, fromNumber, toNumber, engine, script } = options;
  const call = {
    callId,
    agentId,
    fromNumber,
    toNumber,
    shouldRecordCall: true,
    samplingRate: audio.sampleRateHz,
    ...(audio.codec === 'L16' ? {} : { codec: audio.codec }),
    ...(engine === undefined ? {} : { speechEngine: engine }),
    ...(script === undefined ? {} : { speechScript: script }),
  };
  return {
    addressOn: (url) => url,
    startMessage: () => ({ ...call, callEvent: 'START' }),
    endMessage: () => ({ ...call, callEvent: 'END' }),
    nextMessageAtMs: Infinity,
    takeMessages: () => [],
  };
}

/** Earshot's own protocol, which says who is on the call. */
export function earshotProtocol(options: PlayOptions, callId: string, conversation: Conversation): PlayProtocol {
  const { audio, agentId, fromNumber, toNumber, engine, script } = options;
  const timeline = new ConversationTimeline(conversation);
  const { codec, sampleRateHz } = audio;
  const labels = { engine, script, agentId, customerNumber: fromNumber, systemNumber: toNumber };
  return {
    addressOn: (url) => url.replace(LCA_PATH, '/api/v1/earshot'),
    startMessage: () => ({ type: 'start', callId, codec, sampleRateHz, ...timeline.present, ...labels }),
    endMessage: () => ({ type: 'end', callId }),
    get nextMessageAtMs() {
      return timeline.nextAtMs;
    },
    takeMessages: (positionMs) => timeline.takeDue(positionMs),
  };
}
