import type { CallId } from '@earshot/contracts';
import type { MediaActions } from '../session/media-action.js';
import type { AudiohookCall } from './audiohook-call.js';
import { audiohookErrors, type AudiohookErrorCode } from './audiohook-errors.js';
import type { AudiohookState } from './audiohook-rules.js';
import type { AudiohookServerParameters, SessionMessages } from './session-messages.js';
import type { AudiohookStart } from './to-audiohook-start.js';

export type AudiohookActions = MediaActions<AudiohookStart, AudiohookErrorCode>;

/** An honest client opens its session at once. */
const OPEN_WITHIN_MS = 5_000;
/** Genesys gives up after 5 s without `opened` and after 10 s without `closed`. */
const OPENED_WITHIN_MS = 4_000;
const CLOSED_WITHIN_MS = 8_000;
/** A client that was told to close, or was told that it is closed, gets this long. */
const LEAVE_WITHIN_MS = 5_000;
/** RFC 6455, section 7.4.1. */
const CLOSE_NORMAL = 1_000;
export const CLOSE_POLICY = 1_008;

const deadlinesMs: Readonly<Partial<Record<AudiohookState, number>>> = {
  NEW: OPEN_WITHIN_MS,
  UNAUTHORIZED: OPEN_WITHIN_MS,
  OPENING: OPENED_WITHIN_MS,
  CLOSING: CLOSED_WITHIN_MS,
  DISCONNECTING: LEAVE_WITHIN_MS,
  DONE: LEAVE_WITHIN_MS,
};

/** Where one AudioHook session stands, its time limits, and how it opens, breaks off and closes. */
export class AudiohookDialog {
  call: AudiohookCall | undefined;
  private deadlineAtMs: number | null = null;

  constructor(
    private readonly messages: SessionMessages,
    private current: AudiohookState,
    private atMs: number,
  ) {
    this.enter(current);
  }

  /** The time of the latest input. What the owner decides has no time of its own. */
  get nowMs(): number {
    return this.atMs;
  }

  /** Something happens at this time. */
  moveClock(nowMs: number): void {
    this.atMs = nowMs;
  }

  get state(): AudiohookState {
    return this.current;
  }

  enter(state: AudiohookState): void {
    this.current = state;
    const withinMs = deadlinesMs[state];
    this.deadlineAtMs = withinMs === undefined ? null : this.atMs + withinMs;
  }

  reply<Type extends keyof AudiohookServerParameters>(type: Type, parameters: AudiohookServerParameters[Type]) {
    return { kind: 'reply', text: this.messages.write(type, parameters) } as const;
  }

  /** Genesys tries the connection: no call and no audio follow. */
  openProbe(opened: AudiohookServerParameters['opened']): AudiohookActions {
    this.enter('PROBE');
    return [this.reply('opened', opened)];
  }

  /** Never says which part of the check failed. */
  refuseClient(): AudiohookActions {
    this.enter('DISCONNECTING');
    return [this.reply('disconnect', { reason: 'unauthorized' }), { kind: 'count-refusal', code: 'NOT_AUTHORIZED' }];
  }

  /** The client broke the protocol: it is told to close the session. Its call takes what it still sends. */
  breakOff(code: AudiohookErrorCode): AudiohookActions {
    this.enter('DISCONNECTING');
    return [
      this.reply('disconnect', { reason: 'error', info: `${code}: ${audiohookErrors[code]}` }),
      ...this.refuse(code),
    ];
  }

  /** Tells the client that it may close the connection. */
  confirmClose(): AudiohookActions {
    this.enter('DONE');
    return [this.reply('closed', {})];
  }

  /** Keeps the time limit of the state. Undefined: it has none, or some time is left. */
  checkDeadline(): AudiohookActions | undefined {
    if (this.deadlineAtMs === null || this.atMs < this.deadlineAtMs) return undefined;
    const { state } = this;
    if (state === 'CLOSING') return this.confirmClose();
    if (state === 'DONE') return this.closeSocket(CLOSE_NORMAL);
    if (state === 'UNAUTHORIZED') return [...this.refuseClient(), ...this.closeSocket(CLOSE_POLICY)];
    if (state === 'OPENING') return [...this.leaveCall('lose-call'), ...this.breakOff('DECISION_LATE')];
    return [...this.refuse(state === 'NEW' ? 'OPEN_MISSING' : 'CLOSE_MISSING'), ...this.closeSocket(CLOSE_POLICY)];
  }

  /** Closes the connection. Its call waits for the client. */
  closeSocket(closeCode: number): AudiohookActions {
    return [...this.loseConnection(), { kind: 'close', closeCode }];
  }

  /** Nothing follows. A call waits for the client. */
  loseConnection(): AudiohookActions {
    this.current = 'CLOSED';
    return this.leaveCall('lose-call');
  }

  /** The session has no call from now on. */
  leaveCall(kind: 'end-call' | 'lose-call'): AudiohookActions {
    const callId: CallId | undefined = this.call?.start.callId;
    this.call = undefined;
    return callId === undefined ? [] : [{ kind, callId }];
  }

  /** Counts a mistake, and shows it on the running call, which goes on. */
  refuse(code: AudiohookErrorCode, detail?: string): AudiohookActions {
    const problem = this.call?.reportProblem(code, detail);
    return [{ kind: 'count-refusal', code }, ...(problem === undefined ? [] : [problem])];
  }
}
