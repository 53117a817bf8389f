import type { CallAudio } from './call-audio.js';
import type { Conversation } from './conversation.js';
import type { PhoneSystem } from './phone-system-names.js';

/** How to play one call. Only `audio` and `url` are required. */
export interface PlayOptions {
  /** The player never writes to it, so many calls may share it. */
  readonly audio: CallAudio;
  /** Who is on the call. A call with it, or with another number of channels than two, is played over the Earshot protocol. */
  readonly conversation?: Conversation;
  /** The phone system that the player stands for. Its calls have one or two channels: the inbound track, the outbound track. */
  readonly as?: PhoneSystem | undefined;
  /** The phone system's account, as its start message names it. */
  readonly account?: string | undefined;
  /** The secret with which Twilio, Plivo and Genesys Cloud sign. */
  readonly authToken?: string | undefined;
  /** LCA's address, e.g. `ws://127.0.0.1:4001/api/v1/ws`. The player replaces the path for the Earshot protocol. */
  readonly url: string;
  /** Other addresses of the same service. After a lost connection the player tries the next one in turn, `url` included. */
  readonly otherUrls?: readonly string[];
  /** The access key of a source, for a server that asks for one. */
  readonly key?: string | undefined;
  /** Default: a new UUID. */
  readonly callId?: string;
  readonly agentId?: string;
  readonly fromNumber?: string;
  readonly toNumber?: string;
  /** The speech engine to request (our extension of START). */
  readonly engine?: string | undefined;
  /** The script of the `scripted` engine (our extension of START). */
  readonly script?: string | undefined;
  /** Audio per message, milliseconds; default: as the protocol's usual clients send it. */
  readonly chunkMs?: number;
  /** 1 is real time (default), 2 is twice as fast, `max` is as fast as the server takes it. */
  readonly speed?: number | 'max';
  /** How long a server may take to accept a connection; default 10 s. */
  readonly connectWithinMs?: number;
  /** How long to try to open a lost connection again before the call fails; default 30 s. */
  readonly reconnectWithinMs?: number;
  /** Ends the call early, with END. */
  readonly signal?: AbortSignal;
  /** Called when a connection is open and START is sent. */
  onConnected?(connection: PlayConnection): void;
  /** Called after each message and each change of the connection. */
  onProgress?(progress: PlayProgress): void;
}

export interface PlayConnection {
  readonly callId: string;
  readonly url: string;
  /** Connections lost before this one. */
  readonly reconnects: number;
}

export interface PlayProgress {
  readonly callId: string;
  readonly state: 'playing' | 'reconnecting' | 'ended';
  /** Position in the audio, milliseconds. */
  readonly positionMs: number;
  readonly durationMs: number;
}

export interface PlayResult {
  readonly callId: string;
  readonly sentBytes: number;
  readonly sentMs: number;
  /** Audio that was not sent because the connection was lost. */
  readonly skippedMs: number;
  readonly reconnects: number;
  /** From the last message on each lost connection to START on the next one, in total. */
  readonly disconnectedMs: number;
  /** From START to the server's `started` on each connection after the first, in total. */
  readonly unansweredMs: number;
  /** From the moment at which the first sample was due to END. */
  readonly endedAfterMs: number;
  /** From START to the server's `started`; null when the server never replies (LCA's own). */
  readonly startedAfterMs: number | null;
  /** Length of the call by the server's count; null when it never replies. */
  readonly receivedMs: number | null;
  /** Error codes of the server's replies, in order. */
  readonly serverErrors: readonly string[];
}
