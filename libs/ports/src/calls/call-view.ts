import type { CallId, Participant, ParticipantId, ParticipantMetrics, PauseReason } from '@earshot/contracts';
import type { CallStatus, LedgerView } from '@earshot/domain';
import type { LegalHold } from '../lifecycle/legal-hold.js';
import type { CallPlacement } from './read-scope.js';
import type { SpeakerView } from './segment-view.js';

export interface ProblemView {
  readonly stage: string;
  readonly code: string;
  readonly message: string;
  readonly atMs: number;
}

export interface CallMetricsView {
  readonly silenceMs: number;
  readonly overlapMs: number;
  /** Everybody who spoke so far. */
  readonly participants: readonly ParticipantMetrics[];
}

/** A participant with the time of joining and leaving, in milliseconds on the call clock. */
export interface ParticipantView extends Participant {
  /** Null for somebody whom the source did not announce; a decision about the role made the participant known. */
  readonly joinedMs: number | null;
  /** Null while the participant is on the call. */
  readonly leftMs: number | null;
}

/** A track and the participant that was assigned to it last. */
export interface TrackView {
  readonly track: number;
  readonly participantId: ParticipantId | null;
}

/** The recording of a call, by what is stored. */
export interface RecordingView {
  readonly durationMs: number;
  /** Spans of the call that are missing in the recording, in order: it could not be written. */
  readonly failures: readonly { readonly fromMs: number; readonly toMs: number }[];
}

/** Speech for which no engine gave words. It is a part of what is transcribed. */
export interface WordlessSpanView extends SpeakerView {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A call goes on, but no audio arrives. */
export interface SilenceView {
  /** When the last audio arrived; the start of the call before any audio. */
  readonly sinceMs: number;
  /** False: the connection was lost, and the call waits for its source to return. */
  readonly isConnected: boolean;
}

/** The call was paused, or went on. */
export interface PauseChangeView {
  readonly atMs: number;
  readonly isPaused: boolean;
  /** Null when nobody gave one. */
  readonly reason: PauseReason | null;
  /** The name of the person who asked for it, or of the source. Null when it is not known. */
  readonly subject: string | null;
}

/** What the source or a person says of a call in words of their own. */
export interface MetadataEntry {
  readonly key: string;
  readonly value: string;
}

/** A call as readers see it. Wall-clock times are milliseconds since the epoch. */
export interface CallView extends CallPlacement {
  readonly id: CallId;
  /** Grows with each change of the call. */
  readonly version: number;
  /** `LIVE` until the call is over and its transcript, recording and ledger are complete. */
  readonly status: CallStatus;
  readonly source: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly updatedAtMs: number;
  readonly durationMs: number;
  readonly customerNumber: string | null;
  readonly systemNumber: string | null;
  /** The numbers are sealed where they are stored: a search finds the whole number or its last digits. */
  readonly areNumbersSealed: boolean;
  /** The id by which the contact centre knows the call. */
  readonly name: string | null;
  /** BCP 47. Null: the configured language of the speech engine. */
  readonly language: string | null;
  /** In the order of their keys. */
  readonly metadata: readonly MetadataEntry[];
  /** The call waits until somebody starts it, and nothing of its audio is kept. */
  readonly awaitsStart: boolean;
  readonly engine: string | null;
  readonly engineReason: string | null;
  /** What the engines cost for the audio that they transcribed, in the currency of the operator. Null where none has a price. */
  readonly cost: number | null;
  /** In the order of joining. */
  readonly participants: readonly ParticipantView[];
  /** In the order of their numbers. */
  readonly tracks: readonly TrackView[];
  readonly metrics: CallMetricsView | null;
  /** Names of the categories that matched so far, in the order of their first match. */
  readonly categories: readonly string[];
  readonly alertCount: number;
  readonly ledger: readonly LedgerView[];
  /** In the order of time. At most 1,000 are listed. */
  readonly wordless: readonly WordlessSpanView[];
  readonly problems: readonly ProblemView[];
  readonly hasRecording: boolean;
  /** Null without a recording. */
  readonly recording: RecordingView | null;
  /** Spans whose audio arrived and is in no recording, in order. All of the audio if the recording never began. */
  readonly unrecorded: readonly { readonly fromMs: number; readonly toMs: number }[];
  /** Null while audio arrives, and after the end. */
  readonly silence: SilenceView | null;
  /** Since when the call is paused. Null while it is not, and after the end. */
  readonly pausedSinceMs: number | null;
  /** Each time that the call was paused or went on, in the order of time. The last 100 are listed. */
  readonly pauseChanges: readonly PauseChangeView[];
  /** False: the source asked for no recording. */
  readonly isRecorded: boolean;
  /** False: the source brings the words itself, and there is no audio to account for. */
  readonly hasAudio: boolean;
  /** Where the audio of an interrupted call ends, on the call clock. Null for any other call. */
  readonly lostAtMs: number | null;
  readonly legalHold: LegalHold | null;
  /** Until when this call is kept. Null: the policies decide. */
  readonly retainUntilMs: number | null;
}
