import type { CallAudio } from './call-audio.js';

/** How one call is played. Only `audio` and `url` are needed. */
export interface PlayOptions {
  /** Never written to: many calls may share it. */
  readonly audio: CallAudio;
  /** E.g. `ws://127.0.0.1:4001/api/v1/ws`. */
  readonly url: string;
  /** Other addresses of the same service: a lost connection is tried at the next one in turn, `url` included. */
  readonly otherUrls?: readonly string[];
  /** Default: a new UUID. */
  readonly callId?: string;
  readonly agentId?: string;
  readonly fromNumber?: string;
  readonly toNumber?: string;
  /** The speech engine to ask for (our extension of START). */
  readonly engine?: string;
  /** The script of the `scripted` engine (our extension of START). */
  readonly script?: string;
  /** Audio per binary frame, milliseconds; default 200 as LCA's test client. */
  readonly chunkMs?: number;
  /** 1 is real time (default), 2 twice as fast; `max` as fast as the server takes it. */
  readonly speed?: number | 'max';
  /** How long a lost connection is tried again before the call is given up; default 30 s. */
  readonly reconnectWithinMs?: number;
  /** Ends the call early, in good order. */
  readonly signal?: AbortSignal;
  /** A connection is open and START is sent. */
  onConnected?(connection: PlayConnection): void;
  /** After each frame and each change of the connection. */
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
  /** Audio that passed while the connection was away. */
  readonly skippedMs: number;
  readonly reconnects: number;
  /** From START to the server's `started`; null where the server says nothing (LCA's own). */
  readonly startedAfterMs: number | null;
  /** Length of the call as the server counted it; null where it says nothing. */
  readonly receivedMs: number | null;
  /** Codes of the errors that the server answered with, in order. */
  readonly serverErrors: readonly string[];
}
