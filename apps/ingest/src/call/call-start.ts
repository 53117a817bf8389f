import type { AudioCodec, CallId, Channel } from '@earshot/contracts';

/** How a call's audio is encoded. It stays the same for the whole call. */
export interface AudioFormat {
  readonly codec: AudioCodec;
  readonly sampleRateHz: number;
  readonly channelCount: number;
}

/** A call as its source announces it. */
export interface CallStart {
  readonly callId: CallId;
  /** This process made the id, so no other process can know the call. */
  readonly isNewId: boolean;
  /** The protocol it came by, e.g. `lca-websocket`. */
  readonly source: string;
  readonly format: AudioFormat;
  /** The side of the call that each channel of the audio carries, in their order. */
  readonly channels: readonly Channel[];
  readonly agentId?: string;
  readonly customerNumber?: string;
  readonly systemNumber?: string;
  readonly requestedEngine?: string;
  /** The script of the `scripted` engine. */
  readonly script?: string;
}

export const isSameFormat = (one: AudioFormat, other: AudioFormat): boolean =>
  one.codec === other.codec && one.sampleRateHz === other.sampleRateHz && one.channelCount === other.channelCount;
