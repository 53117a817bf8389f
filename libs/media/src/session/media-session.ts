import {
  bytesPerSample,
  callRefusals,
  MAX_EVENT_BYTES,
  rosterRefusals,
  type CallId,
  type CallRefusalCode,
  type RosterRefusalCode,
} from '@earshot/contracts';
import { describeFirstBinary, describeFirstText } from '../first-message/describe-first-message.js';
import { EarlyAudio } from './early-audio.js';
import type { MediaAction, MediaActions, PauseMessage, CallRequest } from './media-action.js';
import type { MediaProtocol, MessageError, SessionStart } from './media-protocol.js';
import { PeerLiveness } from './peer-liveness.js';
import { endedReply, errorReply, startedReply } from './replies.js';
import { SampleAligner } from './sample-aligner.js';
import {
  refusalCloseCodes,
  TOO_LARGE_CLOSE_CODE,
  WRONG_PROTOCOL_CLOSE_CODE,
  type SessionErrorCode,
} from './session-errors.js';
import type { SocketSession, StartedState } from './socket-session.js';
import { sessionRules, type SessionRule, type SessionState } from './session-rules.js';

/** The largest binary message whose audio fits into one message of the bus, header included. */
export const MAX_BINARY_BYTES = MAX_EVENT_BYTES - 1_024;
const changeRefusals = { ...rosterRefusals, TOO_MANY_PARTICIPANTS: callRefusals.TOO_MANY_PARTICIPANTS };

/**
 * The server's side of one socket that carries calls: turns each input into actions for its owner. It holds no socket,
 * clock or timer. `session-rules.ts` names the handler of each signal in each state.
 */
export class MediaSession<Start extends SessionStart, Code extends string = string> implements SocketSession<Start> {
  private state: SessionState = 'NEW';
  private start: Start | undefined;
  private aligner: SampleAligner | undefined;
  /** Since the last call on this socket ended, or since it was opened. */
  private earlyAudio = new EarlyAudio();
  private readonly liveness: PeerLiveness;

  constructor(
    private readonly protocol: MediaProtocol<Start, Code>,
    timeoutMs: number,
    nowMs: number,
  ) {
    this.liveness = new PeerLiveness(timeoutMs, nowMs);
  }

  /** The call on this socket, if there is one. */
  get callId(): CallId | undefined {
    return this.start?.callId;
  }

  receiveText(bytes: Uint8Array, nowMs: number): MediaActions<Start, Code> {
    this.liveness.keepAlive(nowMs);
    const message = this.protocol.readMessage(bytes);
    if (!message.ok) return this.receiveUnreadable(message.error, bytes);
    const { value } = message;
    if (value.kind === 'start') return this.handlers[sessionRules.START[this.state]](value.start);
    if (value.kind === 'end') return this.handlers[sessionRules.END[this.state]](value.callId);
    if (value.kind === 'note') return [];
    if (value.kind === 'pause') return this.handlers[sessionRules.PAUSE[this.state]](value);
    return this.handlers[sessionRules.CHANGE[this.state]](value.change);
  }

  /** The actions keep `bytes` by reference: do not write to it afterwards. */
  receiveBinary(bytes: Uint8Array, nowMs: number): MediaActions<Start, Code> {
    this.liveness.keepAlive(nowMs);
    if (bytes.length <= MAX_BINARY_BYTES) return this.handlers[sessionRules.AUDIO[this.state]](bytes, nowMs);
    return this.handlers[sessionRules.TOO_LARGE[this.state]]({ code: 'AUDIO_TOO_LARGE', isForeign: false });
  }

  /** The peer is alive: it sent a pong, or we read its socket again after a pause of our own. */
  keepAlive(nowMs: number): void {
    this.liveness.keepAlive(nowMs);
  }

  /** Call it about once a second: it finds peers that vanished, and clients that never start a call. */
  tick(nowMs: number): MediaActions<Start, Code> {
    if (this.state === 'CLOSED') return [];
    if (this.liveness.isLost(nowMs)) return [{ kind: 'terminate' }, ...this.connectionLost()];
    // The client already got an error reply to its first binary message.
    if (this.state === 'NEW' && this.earlyAudio.isOverdue(nowMs))
      return this.closeForProtocol('binary data without a start');
    return this.liveness.takePing(nowMs) ? [{ kind: 'ping' }] : [];
  }

  /** The client ends its call without a message. */
  endQuietly(): MediaActions<Start, Code> {
    return this.state === 'IN_CALL' ? this.endCall(undefined) : [];
  }

  /** The connection is gone. */
  connectionLost(): MediaActions<Start, Code> {
    return this.handlers[sessionRules.GONE[this.state]]();
  }

  confirmStart(callId: CallId, state: StartedState): MediaActions<Start, Code> {
    return [{ kind: 'reply', text: startedReply(callId, state) }];
  }

  confirmEnd(callId: CallId, receivedMs: number): MediaActions<Start, Code> {
    return [{ kind: 'reply', text: endedReply(callId, receivedMs) }];
  }

  /** The owner refuses the call, or takes it away from this socket. */
  refuseCall(code: CallRefusalCode): MediaActions<Start, Code> {
    if (this.state === 'CLOSED') return [];
    const { callId } = this;
    this.leaveCall();
    this.state = 'CLOSED';
    return [
      { kind: 'reply', text: errorReply(code, callRefusals[code].means, callId) },
      { kind: 'count-refusal', code },
      { kind: 'close', closeCode: refusalCloseCodes[code] },
    ];
  }

  /** The client ended a call on this socket, and the owner refuses that call afterwards. */
  refuseEnd(callId: CallId, code: CallRefusalCode): MediaActions<Start, Code> {
    return [{ kind: 'reply', text: errorReply(code, callRefusals[code].means, callId) }];
  }

  /** The call of this socket refused a change of its roster. It goes on as before. */
  refuseChange(code: RosterRefusalCode): MediaActions<Start, Code> {
    return this.refuseWith(code, changeRefusals[code].means);
  }

  /** The socket itself refused a message that is far too large, and closes. */
  reportOversized(): MediaActions<Start, Code> {
    const { callId } = this;
    const code = 'AUDIO_TOO_LARGE';
    return [
      { kind: 'count-refusal', code },
      ...(callId === undefined ? [] : [reportOf(callId, code, this.protocol.errors[code])]),
    ];
  }

  private readonly handlers = {
    startCall: (start: Start) => this.startCall(start),
    repeatStart: (start: Start) => this.repeatStart(start),
    endCall: (callId: CallId | undefined) => this.endCall(callId),
    refuseEnd: () => this.refuse('END_WITHOUT_CALL'),
    changeCall: (change: CallRequest): MediaActions<Start, Code> => [
      change.kind === 'call' ? { kind: 'change-call', change: change.change } : { kind: 'change-roster', change },
    ],
    setPause: (message: PauseMessage): MediaActions<Start, Code> => [{ ...message, kind: 'set-pause' }],
    refuseEarlyChange: () => this.refuseChange('CHANGE_WITHOUT_CALL'),
    receiveAudio: (bytes: Uint8Array) => this.receiveAudio(bytes),
    refuseAudio: (bytes: Uint8Array, nowMs: number) => this.refuseAudio(bytes, nowMs),
    refuseFirstAudio: (bytes: Uint8Array, nowMs: number) => this.refuseFirstAudio(bytes, nowMs),
    refuseMessage: ({ code, detail }: MessageError<Code>) => this.refuse(code, detail),
    refuseProtocol: (error: MessageError<Code>, bytes: Uint8Array) => this.refuseForeignText(error, bytes),
    closeSocket: ({ code }: MessageError<Code>) => this.closeSocket(code),
    loseCall: () => this.loseCall(),
    closeSession: () => this.loseCall(),
    ignore: (): MediaActions<Start, Code> => [],
  } satisfies Record<SessionRule, (...input: never[]) => MediaActions<Start, Code>>;

  private receiveUnreadable(error: MessageError<Code>, bytes: Uint8Array): MediaActions<Start, Code> {
    if (error.code === 'TEXT_TOO_LARGE') return this.handlers[sessionRules.TOO_LARGE[this.state]](error);
    if (error.isForeign) return this.handlers[sessionRules.FOREIGN[this.state]](error, bytes);
    return this.handlers[sessionRules.BAD_MESSAGE[this.state]](error);
  }

  private startCall(start: Start): MediaActions<Start, Code> {
    this.start = start;
    this.state = 'IN_CALL';
    const frameBytes = start.channelCount * bytesPerSample[start.codec];
    this.aligner = new SampleAligner(frameBytes, this.protocol.createRepair?.(start));
    const { earlyAudio } = this;
    this.earlyAudio = new EarlyAudio();
    const startCall: MediaAction<Start, Code> = { kind: 'start-call', start };
    if (earlyAudio.isEmpty) return [startCall];
    const code = 'AUDIO_BEFORE_START';
    return [startCall, reportOf(start.callId, code, `${this.protocol.errors[code]} ${earlyAudio.describe()}`)];
  }

  private repeatStart(start: Start): MediaActions<Start, Code> {
    const isRepetition = this.start !== undefined && this.protocol.isRepetition(start, this.start);
    return isRepetition ? [{ kind: 'reply', text: startedReply(start.callId) }] : this.refuse('CALL_ALREADY_STARTED');
  }

  private endCall(endsCall: CallId | undefined): MediaActions<Start, Code> {
    const { callId } = this;
    if (callId === undefined) return [];
    if (endsCall !== undefined && endsCall !== callId) return this.refuse('END_OF_ANOTHER_CALL');
    const code = 'SAMPLE_CUT_IN_TWO';
    const isCut = this.aligner?.isCut === true;
    this.leaveCall();
    return [...(isCut ? [reportOf(callId, code, this.protocol.errors[code])] : []), { kind: 'end-call', callId }];
  }

  private receiveAudio(bytes: Uint8Array): MediaActions<Start, Code> {
    return (this.aligner?.align(bytes) ?? []).map((samples) => ({ kind: 'audio', samples }));
  }

  private refuseFirstAudio(bytes: Uint8Array, nowMs: number): MediaActions<Start, Code> {
    const file = this.earlyAudio.isEmpty ? describeFirstBinary(bytes) : null;
    return file === null ? this.refuseAudio(bytes, nowMs) : this.refuseProtocol(file);
  }

  /** Replies to the first message only: a browser sends 375 a second. */
  private refuseAudio(bytes: Uint8Array, nowMs: number): MediaActions<Start, Code> {
    const code = 'AUDIO_BEFORE_START';
    const isFirst = this.earlyAudio.isEmpty;
    this.earlyAudio.add(bytes, nowMs);
    const count: MediaAction<Start, Code> = { kind: 'count-refusal', code };
    return isFirst ? [{ kind: 'reply', text: errorReply(code, this.protocol.errors[code]) }, count] : [count];
  }

  /** Tells the client, and shows the problem on a running call, which goes on. */
  private refuse(code: Code | SessionErrorCode, detail?: string): MediaActions<Start, Code> {
    const sentence = this.protocol.errors[code];
    return this.refuseWith(code, detail === undefined ? sentence : `${sentence} ${detail}`);
  }

  private refuseWith(code: Code | SessionErrorCode | RosterRefusalCode, message: string): MediaActions<Start, Code> {
    if (this.state === 'NEW') this.state = 'READY';
    const { callId } = this;
    return [
      { kind: 'reply', text: errorReply(code, message, callId) },
      { kind: 'count-refusal', code },
      ...(callId === undefined ? [] : [reportOf(callId, code, message)]),
    ];
  }

  private refuseForeignText({ code, detail }: MessageError<Code>, bytes: Uint8Array): MediaActions<Start, Code> {
    const seen = describeFirstText(bytes);
    // A newer client may send a message that this version does not know, and then a start.
    return seen === this.protocol.messageKind ? this.refuse(code, detail) : this.refuseProtocol(seen);
  }

  private refuseProtocol(seen: string): MediaActions<Start, Code> {
    const { name, firstMessage } = this.protocol;
    const message = `This path takes ${name}. Its first message is ${firstMessage}. Received: ${seen}. The connection is closed.`;
    return [{ kind: 'reply', text: errorReply('WRONG_PROTOCOL', message) }, ...this.closeForProtocol(seen)];
  }

  private closeForProtocol(seen: string): MediaActions<Start, Code> {
    this.state = 'CLOSED';
    return [
      { kind: 'count-refusal', code: 'WRONG_PROTOCOL' },
      { kind: 'log-wrong-protocol', seen },
      { kind: 'close', closeCode: WRONG_PROTOCOL_CLOSE_CODE },
    ];
  }

  private closeSocket(code: Code | SessionErrorCode): MediaActions<Start, Code> {
    return [...this.refuse(code), ...this.loseCall(), { kind: 'close', closeCode: TOO_LARGE_CLOSE_CODE }];
  }

  private loseCall(): MediaActions<Start, Code> {
    const { callId } = this;
    this.leaveCall();
    this.state = 'CLOSED';
    return callId === undefined ? [] : [{ kind: 'lose-call', callId }];
  }

  private leaveCall(): void {
    this.start = undefined;
    this.aligner = undefined;
    if (this.state === 'IN_CALL') this.state = 'READY';
  }
}

const reportOf = (callId: CallId, code: string, message: string) =>
  ({ kind: 'report-problem', callId, code, message }) as const;
