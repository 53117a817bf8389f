import { bytesPerSample, type Participant } from '@earshot/contracts';
import type { MediaAction, MediaActions } from '../session/media-action.js';
import { audiohookErrors, type AudiohookErrorCode } from './audiohook-errors.js';
import type { AudiohookParameters } from './audiohook-messages.js';
import { ClientClock, type MissingAudio } from './client-clock.js';
import { toCustomer, type AudiohookStart } from './to-audiohook-start.js';

type Actions = MediaActions<AudiohookStart, AudiohookErrorCode>;

/** Genesys closes a session whose pong takes five seconds. */
const SLOW_ROUND_TRIP_MS = 2_000;

/** The call of one AudioHook session: its audio, its position and its pauses. */
export class AudiohookCall {
  private readonly clock: ClientClock;
  private readonly frameBytes: number;
  private isClientPaused = false;
  private pausedByUser = false;
  private customer: Participant | undefined;

  constructor(
    readonly start: AudiohookStart,
    openedAtSample: number,
    nowMs: number,
  ) {
    this.clock = new ClientClock(openedAtSample, nowMs);
    this.frameBytes = start.channelCount * bytesPerSample[start.codec];
    this.customer = start.participants.find(({ role }) => role === 'CUSTOMER');
  }

  /** Undefined: the message does not hold whole sample frames. */
  receiveAudio(bytes: Uint8Array): Actions | undefined {
    if (bytes.length % this.frameBytes !== 0) return undefined;
    if (bytes.length === 0) return [];
    this.clock.receiveAudio(bytes.length / this.frameBytes);
    return [{ kind: 'audio', samples: bytes }];
  }

  /** The position of a message that says nothing else about the audio. Declares what is missing before it. */
  notePosition(positionSample: number, nowMs: number): Actions {
    const isInOrder = this.clock.notePosition(positionSample);
    return [
      ...(isInOrder ? [] : [this.reportProblem('POSITION_WENT_BACK')]),
      ...this.declareGap(this.clock.takeMissingUntil(positionSample, this.isClientPaused, nowMs)),
    ];
  }

  /** The client sends no audio from now on. It repeats this when a user ends a pause and its own goes on. */
  pause(positionSample: number, nowMs: number): Actions {
    const before = this.notePosition(positionSample, nowMs);
    this.isClientPaused = true;
    return [...before, { kind: 'set-pause', isPaused: true }];
  }

  /** The client sends audio again. Returns `mustPause` if a user still wants it paused. */
  resume(
    { start, discarded }: AudiohookParameters<'resumed'>,
    positionSample: number,
    nowMs: number,
  ): { readonly actions: Actions; readonly mustPause: boolean } {
    const endsAtSample = start === undefined ? positionSample : start + (discarded ?? 0);
    const gap = this.declareGap(this.clock.takeMissingUntil(endsAtSample, this.isClientPaused, nowMs));
    this.isClientPaused = false;
    if (this.pausedByUser) return { actions: gap, mustPause: true };
    return { actions: [...gap, { kind: 'set-pause', isPaused: false }], mustPause: false };
  }

  /** The client threw audio away. What an earlier position already showed as missing counts once. */
  discard({ start, discarded }: AudiohookParameters<'discarded'>, positionSample: number, nowMs: number): Actions {
    const open = start === undefined ? discarded : this.clock.missingUntil(start + discarded);
    const samples = Math.max(0, Math.min(open, discarded));
    return [...this.declareGap(this.clock.takeMissing(samples, nowMs)), ...this.notePosition(positionSample, nowMs)];
  }

  /** The customer may have changed. */
  update({ participant }: AudiohookParameters<'update'>): Actions {
    if (participant === undefined) return [];
    const customer = toCustomer(participant);
    const { name = this.customer?.name, number = this.customer?.number } = customer;
    this.customer = { ...customer, ...(name !== undefined && { name }), ...(number !== undefined && { number }) };
    return [{ kind: 'change-roster', change: { kind: 'change', participant: this.customer } }];
  }

  noteRoundTrip(rttMs: number | undefined): Actions {
    return rttMs !== undefined && rttMs >= SLOW_ROUND_TRIP_MS ? [this.reportProblem('ROUND_TRIP_SLOW')] : [];
  }

  /** A user of Earshot paused the call. Only a user ends that pause. */
  get isUserPaused(): boolean {
    return this.pausedByUser;
  }

  /** Returns whether the client has to hear of it. It may be paused by itself, so an end always counts. */
  changeUserPause(isPaused: boolean): boolean {
    const isNew = !isPaused || !this.pausedByUser;
    this.pausedByUser = isPaused;
    return isNew;
  }

  reportProblem(code: AudiohookErrorCode, detail?: string): MediaAction<AudiohookStart, AudiohookErrorCode> {
    const sentence = audiohookErrors[code];
    const message = detail === undefined ? sentence : `${sentence} ${detail}`;
    return { kind: 'report-problem', callId: this.start.callId, code, message };
  }

  private declareGap({ samples, isImpossible }: MissingAudio): Actions {
    const reason = this.isClientPaused ? 'PAUSED' : 'FRAMES_LOST';
    return [
      ...(samples === 0 ? [] : [{ kind: 'declare-gap', gap: { samples, reason } } as const]),
      ...(isImpossible ? [this.reportProblem('POSITION_IMPOSSIBLE')] : []),
    ];
  }
}
