import type { CallId, CallRefusalCode } from '@earshot/contracts';
import { describeFirstBinary, describeFirstText } from '../first-message/describe-first-message.js';
import { EarlyAudio } from '../session/early-audio.js';
import type { MediaActions } from '../session/media-action.js';
import { PeerLiveness } from '../session/peer-liveness.js';
import { refusalCloseCodes, TOO_LARGE_CLOSE_CODE, WRONG_PROTOCOL_CLOSE_CODE } from '../session/session-errors.js';
import type { SocketSession } from '../session/socket-session.js';
import { toAudioAction } from '../tracks/index.js';
import {
  readTwilioMessage,
  type TwilioMedia,
  type TwilioMessageError,
  type TwilioStart,
} from './read-twilio-message.js';
import { StreamAudio } from './stream-audio.js';
import type { TwilioDialect } from './twilio-dialects.js';
import { twilioErrors, type TwilioErrorCode } from './twilio-errors.js';
import { twilioRules, type TwilioRule, type TwilioState } from './twilio-rules.js';

export interface TwilioSessionOptions {
  readonly dialect: TwilioDialect;
  /** The accounts of the vendor that may send calls; every one if absent. */
  readonly allowedAccounts?: readonly string[] | undefined;
  /** A peer that sends nothing for this long, not even a pong, is lost. */
  readonly timeoutMs: number;
}

type Actions = MediaActions<TwilioStart, TwilioErrorCode>;

/** RFC 6455, section 7.4.1. The phone system shows them to whoever owns the call flow. */
const closeCodes: Readonly<Partial<Record<TwilioErrorCode, number>>> = {
  START_INVALID: 1007,
  CODEC_NOT_SUPPORTED: WRONG_PROTOCOL_CLOSE_CODE,
  SAMPLING_RATE_INVALID: WRONG_PROTOCOL_CLOSE_CODE,
  ACCOUNT_NOT_ALLOWED: 1008,
};

/**
 * The server's side of one stream of Twilio's family: turns each input into actions for the owner of the socket. It sends no
 * replies, because the phone systems read none. `twilio-rules.ts` names the handler of each signal in each state.
 */
export class TwilioSession implements SocketSession<TwilioStart> {
  private state: TwilioState = 'NEW';
  private start: TwilioStart | undefined;
  private audio: StreamAudio | undefined;
  private readonly earlyMedia = new EarlyAudio();
  private readonly liveness: PeerLiveness;

  constructor(
    private readonly options: TwilioSessionOptions,
    nowMs: number,
  ) {
    this.liveness = new PeerLiveness(options.timeoutMs, nowMs);
  }

  /** The call on this socket, if there is one. */
  get callId(): CallId | undefined {
    return this.start?.callId;
  }

  receiveText(bytes: Uint8Array, nowMs: number): Actions {
    this.liveness.keepAlive(nowMs);
    const message = readTwilioMessage(bytes, this.options.dialect);
    if (!message.ok) return this.receiveUnreadable(message.error, bytes);
    const { value } = message;
    if (value.kind === 'media') return this.handlers[twilioRules.MEDIA[this.state]](value.media, nowMs);
    if (value.kind === 'start') return this.receiveStart(value.start, nowMs);
    if (value.kind === 'stop') return this.handlers[twilioRules.STOP[this.state]]();
    return this.handlers[twilioRules.NOTE[this.state]]();
  }

  receiveBinary(bytes: Uint8Array, nowMs: number): Actions {
    this.liveness.keepAlive(nowMs);
    const seen = describeFirstBinary(bytes) ?? 'binary data';
    return this.handlers[twilioRules.BINARY[this.state]]({ code: 'BINARY_NOT_EXPECTED', isForeign: true }, seen);
  }

  /** The peer is alive: it sent a pong, or we read its socket again after a pause of our own. */
  keepAlive(nowMs: number): void {
    this.liveness.keepAlive(nowMs);
  }

  /** Call it about once a second: it finds peers that vanished, and streams that never say which call they are of. */
  tick(nowMs: number): Actions {
    if (this.state === 'CLOSED') return [];
    if (this.liveness.isLost(nowMs)) return [{ kind: 'terminate' }, ...this.connectionLost()];
    if (this.start === undefined && this.earlyMedia.isOverdue(nowMs))
      return this.closeForProtocol('media without a start');
    return this.liveness.takePing(nowMs) ? [{ kind: 'ping' }] : [];
  }

  /** The connection is gone. */
  connectionLost(): Actions {
    return this.handlers[twilioRules.GONE[this.state]]();
  }

  confirmStart(): Actions {
    return [];
  }

  /** The bus has the whole call: a phone system that waits for our close gets it. */
  confirmEnd(): Actions {
    if (this.state !== 'READY') return [];
    this.state = 'CLOSED';
    return [{ kind: 'close', closeCode: 1000 }];
  }

  /** The owner refuses the call, or takes it away from this socket. */
  refuseCall(code: CallRefusalCode): Actions {
    if (this.state === 'CLOSED') return [];
    this.leaveCall();
    this.state = 'CLOSED';
    return [
      { kind: 'count-refusal', code },
      { kind: 'close', closeCode: refusalCloseCodes[code] },
    ];
  }

  refuseEnd(): Actions {
    return [];
  }

  refuseChange(): Actions {
    return [];
  }

  /** The socket itself refused a message that is far too large, and closes. */
  reportOversized(): Actions {
    return this.refuse('TEXT_TOO_LARGE');
  }

  private readonly handlers = {
    startCall: (start: TwilioStart, nowMs: number) => this.startCall(start, nowMs),
    repeatStart: (start: TwilioStart) => (start.callId === this.callId ? [] : this.refuse('CALL_ALREADY_STARTED')),
    receiveMedia: (media: TwilioMedia, nowMs: number) => this.receiveMedia(media, nowMs),
    refuseMedia: (_: TwilioMedia, nowMs: number) => this.refuseMedia(nowMs),
    endCall: () => this.endCall(),
    greet: () => this.greet(),
    refuseMessage: ({ code }: TwilioMessageError) => this.refuse(code),
    refuseProtocol: (_: TwilioMessageError, seen: string) => this.closeForProtocol(seen),
    refuseStart: ({ code }: TwilioMessageError) => this.closeWith(code, closeCodes[code] ?? WRONG_PROTOCOL_CLOSE_CODE),
    closeSocket: ({ code }: TwilioMessageError) => this.closeWith(code, TOO_LARGE_CLOSE_CODE),
    loseCall: () => this.loseCall(),
    ignore: (): Actions => [],
  } satisfies Record<TwilioRule, (...input: never[]) => Actions>;

  private receiveUnreadable(error: TwilioMessageError, bytes: Uint8Array): Actions {
    const { code } = error;
    if (code === 'TEXT_TOO_LARGE') return this.handlers[twilioRules.TOO_LARGE[this.state]](error);
    if (error.isForeign) return this.handlers[twilioRules.FOREIGN[this.state]](error, describeFirstText(bytes));
    if (closeCodes[code] === undefined) return this.handlers[twilioRules.BAD_MESSAGE[this.state]](error);
    return this.handlers[twilioRules.BAD_START[this.state]](error);
  }

  private receiveStart(start: TwilioStart, nowMs: number): Actions {
    const { allowedAccounts } = this.options;
    const isAllowed =
      allowedAccounts === undefined || (start.accountId !== undefined && allowedAccounts.includes(start.accountId));
    if (isAllowed) return this.handlers[twilioRules.START[this.state]](start, nowMs);
    return this.handlers[twilioRules.BAD_START[this.state]]({ code: 'ACCOUNT_NOT_ALLOWED', isForeign: false });
  }

  private startCall(start: TwilioStart, nowMs: number): Actions {
    this.start = start;
    this.state = 'IN_CALL';
    this.audio = new StreamAudio(start, this.options.dialect, nowMs);
    return [{ kind: 'start-call', start }];
  }

  private receiveMedia(media: TwilioMedia, nowMs: number): Actions {
    if (this.audio === undefined) return [];
    const { joined, problem } = this.audio.receive(media, nowMs);
    const actions = joined.map(toAudioAction);
    return problem === undefined ? actions : [...actions, ...this.refuse(problem)];
  }

  private refuseMedia(nowMs: number): Actions {
    this.earlyMedia.add(noBytes, nowMs);
    return [{ kind: 'count-refusal', code: 'MEDIA_BEFORE_START' }];
  }

  private greet(): Actions {
    if (this.state === 'NEW') this.state = 'READY';
    return [];
  }

  private endCall(): Actions {
    const { callId } = this;
    const rest = this.leaveCall();
    this.state = 'READY';
    return callId === undefined ? rest : [...rest, { kind: 'end-call', callId }];
  }

  private loseCall(): Actions {
    const { callId } = this;
    const rest = this.leaveCall();
    this.state = 'CLOSED';
    return callId === undefined ? rest : [...rest, { kind: 'lose-call', callId }];
  }

  /** Shows the problem on a running call, which goes on. */
  private refuse(code: TwilioErrorCode): Actions {
    if (this.state === 'NEW') this.state = 'READY';
    const { callId } = this;
    return [
      { kind: 'count-refusal', code },
      ...(callId === undefined || code === 'EVENT_UNKNOWN'
        ? []
        : [{ kind: 'report-problem' as const, callId, code, message: twilioErrors[code] }]),
    ];
  }

  private closeWith(code: TwilioErrorCode, closeCode: number): Actions {
    return [...this.refuse(code), ...this.loseCall(), { kind: 'close', closeCode }];
  }

  private closeForProtocol(seen: string): Actions {
    this.state = 'CLOSED';
    return [
      { kind: 'count-refusal', code: 'WRONG_PROTOCOL' },
      { kind: 'log-wrong-protocol', seen },
      { kind: 'close', closeCode: WRONG_PROTOCOL_CLOSE_CODE },
    ];
  }

  /** The audio that was still held. */
  private leaveCall(): Actions {
    const rest = this.audio?.flush().map(toAudioAction) ?? [];
    this.start = undefined;
    this.audio = undefined;
    return rest;
  }
}

const noBytes = new Uint8Array(0);
