import { ConversationTimeline, type Conversation } from './conversation.js';
import type { PlayOptions } from './play-options.js';
import type { ServerConnection, ServerReply } from './server-connection.js';
import { pathOf } from './server-path.js';

/** How the player speaks to the server. */
export interface PlayProtocol {
  /** Audio per message unless the options say otherwise, milliseconds. */
  readonly chunkMs: number;
  /** The address of this protocol on the server of `url`. */
  addressOn(url: string): string;
  /** Opens a connection that is no WebSocket, and announces the call on it. */
  connect?(url: string): Promise<ServerConnection>;
  /** Headers that prove who opens the socket, besides the access key. */
  headersFor?(address: string): Record<string, string>;
  /** The messages before the audio, on each connection. */
  startMessages(): readonly object[];
  /** No audio before the server has answered the first messages. */
  readonly needsAnswer?: boolean;
  /** Puts a reply of the server into the words of the Earshot protocol. */
  readReply?(reply: ServerReply): ServerReply;
  /** Absent: the call ends with its socket. */
  endMessage?(): object;
  /** Text messages that carry the audio. Without it, the audio is sent as binary messages. */
  toAudioMessages?(samples: Uint8Array, positionMs: number): readonly object[];
  /** Position of the audio where the next message is due; infinite when there is none. */
  readonly nextMessageAtMs: number;
  /** Takes the messages that are due. */
  takeMessages(positionMs: number): readonly object[];
}

/** As LCA's test client sends. */
const LCA_CHUNK_MS = 200;

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
    chunkMs: LCA_CHUNK_MS,
    addressOn: (url) => url,
    startMessages: () => [{ ...call, callEvent: 'START' }],
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
    chunkMs: LCA_CHUNK_MS,
    addressOn: (url) => pathOf(url, '/api/v1/earshot'),
    startMessages: () => [{ type: 'start', callId, codec, sampleRateHz, ...timeline.present, ...labels }],
    endMessage: () => ({ type: 'end', callId }),
    get nextMessageAtMs() {
      return timeline.nextAtMs;
    },
    takeMessages: (positionMs) => timeline.takeDue(positionMs),
  };
}
