import type { CallId, EventData, ParticipantId, ParticipantRole } from '@earshot/contracts';
import type { RecordingFormat } from '../recordings/recording-store.js';

/** How far the audio of a call is recorded. The recorder writes it. An older position never replaces a newer one. */
export interface StreamProgress extends RecordingFormat {
  readonly positionSample: number;
  readonly lastAudioAtMs: number;
  readonly nextSequence: number;
  readonly hasRecording: boolean;
  /** End of the audio that is in the recording. It stays behind the position while the recording cannot be written. */
  readonly recordedSample: number;
  /** Whether the recording of the call is stored. Its source decides at the start. */
  readonly isRecorded: boolean;
}

type Facts =
  | {
      readonly kind: 'started';
      readonly data: EventData<'call.started'>;
      /** What a search finds the numbers by. Given exactly if the numbers are sealed. */
      readonly numberDigests?: readonly string[];
    }
  | {
      readonly kind: 'changed';
      readonly data: EventData<'call.changed'>;
      /** What a search finds the numbers and the name by. Given exactly if they are sealed. */
      readonly numberDigests?: readonly string[];
    }
  | { readonly kind: 'participant-joined'; readonly data: EventData<'participant.joined'> }
  | { readonly kind: 'participant-changed'; readonly data: EventData<'participant.changed'> }
  | { readonly kind: 'participant-left'; readonly data: EventData<'participant.left'> }
  | {
      /** The participant is heard on the track from `fromMs` on; null: nobody is. */
      readonly kind: 'track-assigned';
      readonly track: number;
      readonly participantId: ParticipantId | null;
      /** The role that the participant has from then on. A change of the role is a new assignment. */
      readonly role: ParticipantRole | null;
      readonly fromMs: number;
    }
  | { readonly kind: 'pause'; readonly data: EventData<'call.pause-changed'> }
  | { readonly kind: 'ended'; readonly data: EventData<'call.ended'> }
  | { readonly kind: 'engine'; readonly data: EventData<'transcript.engine-selected'> }
  | { readonly kind: 'metrics'; readonly data: EventData<'metrics.changed'> }
  | { readonly kind: 'segment'; readonly data: EventData<'segment.enriched'> }
  | { readonly kind: 'category'; readonly data: EventData<'category.matched'> }
  | { readonly kind: 'problem'; readonly data: EventData<'processing.failed'> }
  | { readonly kind: 'covered'; readonly data: EventData<'transcript.covered'> }
  | { readonly kind: 'transcript-gap'; readonly data: EventData<'transcript.gap'> }
  | { readonly kind: 'wordless'; readonly data: EventData<'transcript.wordless'> }
  | {
      /** No audio arrived on these tracks. */
      readonly kind: 'audio-gap';
      readonly tracks: readonly number[];
      readonly fromMs: number;
      readonly toMs: number;
      readonly reason: string;
    }
  | {
      /** Audio that arrived and is missing in the recording, because it could not be written. */
      readonly kind: 'unrecorded';
      readonly fromMs: number;
      readonly toMs: number;
    }
  | {
      /** No audio has arrived since `sinceMs`, and ingest still waits for it. */
      readonly kind: 'silence';
      readonly sinceMs: number;
      readonly isConnected: boolean;
    }
  | { readonly kind: 'progress'; readonly progress: StreamProgress }
  | { readonly kind: 'audio-done' }
  | { readonly kind: 'transcript-done' }
  /** Completes a call that is still `LIVE` without waiting for its missing parts. It becomes `INTERRUPTED` unless its end was announced. */
  | { readonly kind: 'force-complete'; readonly data: EventData<'processing.failed'> };

/** One fact of a call. Facts may come in any order and more than once. `atMs`: the wall clock of the fact. */
export type CallWrite = { readonly callId: CallId; readonly atMs: number } & Facts;
