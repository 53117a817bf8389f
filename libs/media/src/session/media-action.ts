import type {
  CallChange,
  CallId,
  CallRefusalCode,
  EventData,
  Participant,
  ParticipantId,
  PauseReason,
  RosterRefusalCode,
} from '@earshot/contracts';
import type { SessionErrorCode } from './session-errors.js';

/** Every code that a client may get in a reply. `Code`: the codes of its protocol alone. */
export type ReplyCode<Code extends string> =
  Code | SessionErrorCode | CallRefusalCode | RosterRefusalCode | 'WRONG_PROTOCOL';

/** The client pauses its call, or lets it go on. */
export interface PauseMessage {
  readonly isPaused: boolean;
  /** Absent when the client gave none. */
  readonly reason?: PauseReason;
}

/** A change of the participants or tracks that the client announces. */
export type RosterRequest =
  | { readonly kind: 'join'; readonly participant: Participant; readonly track?: number }
  | { readonly kind: 'change'; readonly participant: Participant }
  | { readonly kind: 'leave'; readonly participantId: ParticipantId }
  /** Null: nobody is on the track from now on. */
  | { readonly kind: 'assign'; readonly track: number; readonly participantId: ParticipantId | null };

/** A change of the call that the client announces. */
export type CallRequest = RosterRequest | { readonly kind: 'call'; readonly change: CallChange };

/** A part of the call that never came, at the end of the audio so far. */
export interface GapDeclaration {
  /** Its length, in samples of one track. */
  readonly samples: number;
  /**
   * The tracks that lack it: the audio of the span follows, and holds silence on them. Absent: all tracks, and no audio of the
   * span follows.
   */
  readonly tracks?: readonly number[];
  readonly reason: EventData<'audio.gap-declared'>['reason'];
}

/** What the owner of the socket has to do, in order. `Start`: how the protocol announces a call. */
export type MediaAction<Start, Code extends string = string> =
  | { readonly kind: 'reply'; readonly text: string }
  /** Close the socket with this code. The session ignores all later input. */
  | { readonly kind: 'close'; readonly closeCode: number }
  | { readonly kind: 'ping' }
  /** The peer was silent for too long: cut the connection without a close frame that nobody would read. */
  | { readonly kind: 'terminate' }
  /** Call `confirmStart` or `refuseCall` once it is decided. */
  | { readonly kind: 'start-call'; readonly start: Start }
  /** Whole sample frames (one sample of every track): a view of the received bytes wherever possible. */
  | { readonly kind: 'audio'; readonly samples: Uint8Array }
  /** Only of a source whose calls are timed: it knows from its own timestamps what is missing. */
  | { readonly kind: 'declare-gap'; readonly gap: GapDeclaration }
  /** If the call refuses the change, call `refuseChange`. */
  | { readonly kind: 'change-roster'; readonly change: RosterRequest }
  /** If the call refuses the change, call `refuseChange`. */
  | { readonly kind: 'change-call'; readonly change: CallChange }
  /** If the call refuses, call `refuseChange`. */
  | ({ readonly kind: 'set-pause' } & PauseMessage)
  | { readonly kind: 'end-call'; readonly callId: CallId }
  /** The connection was lost without an end: the call waits for its client to return. */
  | { readonly kind: 'lose-call'; readonly callId: CallId }
  /** Add this to the call's list of problems. */
  | { readonly kind: 'report-problem'; readonly callId: CallId; readonly code: string; readonly message: string }
  /** One input was refused. Comes for each refused input, even if the client gets no reply. */
  | { readonly kind: 'count-refusal'; readonly code: ReplyCode<Code> }
  /** The client speaks another protocol. `seen` names its kind, never its content: it may be logged. */
  | { readonly kind: 'log-wrong-protocol'; readonly seen: string };

export type MediaActions<Start, Code extends string> = readonly MediaAction<Start, Code>[];
