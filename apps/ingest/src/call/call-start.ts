import {
  bytesPerSample,
  type AudioCodec,
  type CallId,
  type CallMetadata,
  type Participant,
  type ParticipantId,
} from '@earshot/contracts';
import { samplesToMs } from '@earshot/domain';
import type { Clock } from '@earshot/ports';

/** How a call's audio is encoded. It stays the same for the whole call. */
export interface AudioFormat {
  readonly codec: AudioCodec;
  readonly sampleRateHz: number;
  readonly channelCount: number;
}

/** Who is on a call, and who is on which track. */
export interface Roster {
  /** As many as the format's `channelCount`, in the order of the samples. Null: nobody is on the track. */
  readonly tracks: readonly { readonly participantId: ParticipantId | null }[];
  /** Everybody who is on the call, each id once. */
  readonly participants: readonly Participant[];
}

/** What a source says that keeps its audio while it is not connected. */
export interface ReplayRequest {
  /** Names the stream that begins now, if the one that the source names does not go on. */
  readonly newStream: string;
  /** The stream of the connection before; absent at the first one. */
  readonly stream?: string | undefined;
  /** The first sample of that stream that the source still has. */
  readonly keptFromSample?: number | undefined;
}

/** A call as its source announces it. A source that connects again announces the roster of that moment. */
export interface CallStart extends Roster {
  readonly callId: CallId;
  /** This process made the id, so no other process can know the call. */
  readonly isNewId: boolean;
  /** The protocol it came by, e.g. `lca-websocket`. */
  readonly source: string;
  readonly format: AudioFormat;
  readonly agentId?: string;
  readonly customerNumber?: string;
  readonly systemNumber?: string;
  /** The queue of the contact centre that the call came through. */
  readonly queue?: string;
  /** The id by which the contact centre knows the call, where it is another one than the call id. */
  readonly name?: string;
  /** BCP 47. Absent: the configured language of the speech engine. */
  readonly language?: string;
  /** What the source says of the call in words of its own, within `isMetadataBounded`. */
  readonly metadata?: CallMetadata;
  /** The call is shown as waiting, and none of its audio is kept before somebody starts it. It begins when it starts. */
  readonly awaitsStart?: true;
  /** The principal that brings the call; it owns the call. Absent: everybody does. */
  readonly tenant?: string;
  readonly startedBy?: string;
  /** The source has timestamps and declares what is missing itself, so that nobody has to guess by the wall clock. */
  readonly isTimed?: true;
  /** The source keeps its audio while it is not connected, and sends it when it returns. */
  readonly replay?: ReplayRequest;
  /**
   * The clock of a recording, which its source moves with the audio, so that the call is as long as its audio, however fast that is
   * read. Its source always hears at which position the call begins. Absent: the call is live.
   */
  readonly recordedClock?: Clock;
  /** False: no recording of the call is stored. */
  readonly isRecorded?: boolean;
  readonly requestedEngine?: string;
  /** The script of the `scripted` engine. */
  readonly script?: string;
  /** The source chose an engine or a script, and may not. */
  readonly isEngineChoiceIgnored?: true;
}

/** A start without the engine and the script that its source chose. */
export function ignoreEngineChoice(start: CallStart): CallStart {
  const { requestedEngine, script, ...rest } = start;
  return requestedEngine === undefined && script === undefined ? start : { ...rest, isEngineChoiceIgnored: true };
}

/** How long this much audio lasts. */
export const toAudioMs = ({ sampleRateHz, channelCount, codec }: AudioFormat, bytes: number): number =>
  samplesToMs(bytes / (channelCount * bytesPerSample[codec]), sampleRateHz);

export const isSameFormat = (one: AudioFormat, other: AudioFormat): boolean =>
  one.codec === other.codec && one.sampleRateHz === other.sampleRateHz && one.channelCount === other.channelCount;
