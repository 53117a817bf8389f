import { callRefusals, type CallId, type CallRefusalCode, type RosterRefusalCode } from '@earshot/contracts';
import { AUDIOHOOK_MESSAGE, describeFirstText } from '../first-message/describe-first-message.js';
import { MAX_BINARY_BYTES } from '../session/media-session.js';
import { PeerLiveness } from '../session/peer-liveness.js';
import { TOO_LARGE_CLOSE_CODE, WRONG_PROTOCOL_CLOSE_CODE } from '../session/session-errors.js';
import type { SocketSession } from '../session/socket-session.js';
import { AudiohookCall } from './audiohook-call.js';
import { AudiohookDialog, CLOSE_POLICY, type AudiohookActions } from './audiohook-dialog.js';
import type { AudiohookErrorCode } from './audiohook-errors.js';
import type { AudiohookMessage, AudiohookParameters } from './audiohook-messages.js';
import { audiohookRules, type AudiohookRule } from './audiohook-rules.js';
import { chooseMedia } from './choose-media.js';
import { MessageRate } from './message-rate.js';
import { readAudiohookEnvelope, readAudiohookMessage, type ReadEnvelope } from './read-audiohook-message.js';
import { NIL_UUID, SessionMessages, type AudiohookServerParameters } from './session-messages.js';
import { toAudiohookStart, type AudiohookStart } from './to-audiohook-start.js';

export interface AudiohookSessionOptions {
  /** A peer that sends nothing for this long, not even a pong, is lost. */
  readonly timeoutMs: number;
  /** What the headers of the upgrade say; absent: the first message says it. */
  readonly sessionId?: string;
  readonly organizationId?: string;
  /** The upgrade proved who the client is. If not, the client is told when it opens the session, as the protocol wants. */
  readonly isAuthorized: boolean;
}

interface Received<Type extends AudiohookMessage['type']> {
  readonly parameters: AudiohookParameters<Type>;
  readonly positionSample: number;
}
interface ReceivedAudio {
  readonly bytes: Uint8Array;
}
interface Refused {
  readonly code: AudiohookErrorCode;
}

/**
 * The server's side of one Genesys AudioHook session, version 2 (Genesys Cloud Developer Center, "AudioHook protocol
 * reference"): turns each input into actions for its owner. `audiohook-rules.ts` names the handler of each signal in each state.
 */
export class AudiohookSession implements SocketSession<AudiohookStart> {
  private readonly dialog: AudiohookDialog;
  private opened: AudiohookServerParameters['opened'] = { media: [] };
  private readonly messages: SessionMessages;
  private readonly rate: MessageRate;
  private readonly liveness: PeerLiveness;

  constructor(
    private readonly options: AudiohookSessionOptions,
    nowMs: number,
  ) {
    this.messages = new SessionMessages(options.sessionId);
    this.rate = new MessageRate(nowMs);
    this.liveness = new PeerLiveness(options.timeoutMs, nowMs);
    this.dialog = new AudiohookDialog(this.messages, options.isAuthorized ? 'NEW' : 'UNAUTHORIZED', nowMs);
  }

  receiveText(bytes: Uint8Array, nowMs: number): AudiohookActions {
    if (this.dialog.state === 'CLOSED') return [];
    this.keepAlive(nowMs);
    if (!this.rate.take(nowMs)) return this.handleFlood('TOO_MANY_MESSAGES');
    const read = readAudiohookEnvelope(bytes);
    if (!read.ok) return this.receiveUnreadable(read.error, bytes);
    const broken = this.messages.receive(read.value.envelope);
    return broken === null ? this.receiveMessage(read.value) : this.handleBroken(broken);
  }

  receiveBinary(bytes: Uint8Array, nowMs: number): AudiohookActions {
    this.keepAlive(nowMs);
    if (bytes.length > MAX_BINARY_BYTES) return this.handleFlood('AUDIO_TOO_LARGE');
    return this.handlers[audiohookRules.AUDIO[this.dialog.state]]({ bytes, code: 'AUDIO_OUTSIDE_SESSION' });
  }

  keepAlive(nowMs: number): void {
    this.dialog.moveClock(nowMs);
    this.liveness.keepAlive(nowMs);
  }

  /** Finds peers that vanished, and keeps the time limits of the protocol. */
  tick(nowMs: number): AudiohookActions {
    this.dialog.moveClock(nowMs);
    if (this.dialog.state === 'CLOSED') return [];
    if (this.liveness.isLost(nowMs)) return [{ kind: 'terminate' }, ...this.connectionLost()];
    return this.dialog.checkDeadline() ?? (this.liveness.takePing(nowMs) ? [{ kind: 'ping' }] : []);
  }

  connectionLost(): AudiohookActions {
    return this.handlers[audiohookRules.GONE[this.dialog.state]]();
  }

  confirmStart(): AudiohookActions {
    const { call, state } = this.dialog;
    if (state !== 'OPENING' || call === undefined) return [];
    this.dialog.enter('ACTIVE');
    return [this.dialog.reply('opened', { ...this.opened, ...(call.isUserPaused && { startPaused: true as const }) })];
  }

  refuseCall(code: CallRefusalCode): AudiohookActions {
    if (this.dialog.call === undefined) return [];
    this.dialog.call = undefined;
    const reason = code === 'CALL_TAKEN_OVER' || code === 'CALL_ALREADY_ENDED' ? 'completed' : 'error';
    this.dialog.enter('DISCONNECTING');
    return [
      this.dialog.reply('disconnect', { reason, info: `${code}: ${callRefusals[code].means}` }),
      { kind: 'count-refusal', code },
    ];
  }

  confirmEnd(): AudiohookActions {
    return this.dialog.state === 'CLOSING' ? this.dialog.confirmClose() : [];
  }

  refuseEnd(_: CallId, code: CallRefusalCode): AudiohookActions {
    return [...this.confirmEnd(), { kind: 'count-refusal', code }];
  }

  /** The client cannot do anything about it. */
  refuseChange(code: RosterRefusalCode): AudiohookActions {
    return [{ kind: 'count-refusal', code }];
  }

  /** Asks the client to send no audio meanwhile. */
  changePause(isPaused: boolean): AudiohookActions {
    const { call, state } = this.dialog;
    const isNew = call?.changeUserPause(isPaused) === true && (state === 'ACTIVE' || state === 'PAUSED');
    return isNew ? [this.dialog.reply(isPaused ? 'pause' : 'resume', {})] : [];
  }

  sayGoodbye(): AudiohookActions {
    return this.dialog.call === undefined ? [] : [this.dialog.reply('reconnect', { reason: 'rebalance' })];
  }

  reportOversized(): AudiohookActions {
    return this.dialog.refuse('AUDIO_TOO_LARGE');
  }

  private readonly handlers = {
    openSession: ({ parameters, positionSample }: Received<'open'>): AudiohookActions => {
      const { organizationId } = this.options;
      if (organizationId !== undefined && parameters.organizationId !== organizationId)
        return this.dialog.refuseClient();
      const media = chooseMedia(parameters.media);
      const languages = parameters.supportedLanguages === true ? { supportedLanguages: [] as [] } : {};
      this.opened = { media: media === undefined ? [] : [media.offer], ...languages };
      if (parameters.conversationId === NIL_UUID || parameters.media.length === 0)
        return this.dialog.openProbe(this.opened);
      if (media === undefined) return this.dialog.breakOff('MEDIA_NOT_SUPPORTED');
      const start = toAudiohookStart(this.messages.sessionId, parameters, media);
      this.dialog.call = new AudiohookCall(start, positionSample, this.dialog.nowMs);
      this.dialog.enter('OPENING');
      return [{ kind: 'start-call', start }];
    },
    refuseClient: (): AudiohookActions => this.dialog.refuseClient(),
    refuseOpen: (): AudiohookActions => this.dialog.refuse('OPEN_REPEATED'),
    closeSession: ({ parameters: { reason }, positionSample }: Received<'close'>): AudiohookActions => {
      const before = this.notePosition(positionSample);
      if (this.dialog.call === undefined) return this.dialog.confirmClose();
      // A client that failed, or that we broke off, may come back with the rest of its call.
      const mayReturn = reason === 'reconnect' || reason === 'error' || this.dialog.state === 'DISCONNECTING';
      if (mayReturn) return [...before, ...this.dialog.leaveCall('lose-call'), ...this.dialog.confirmClose()];
      this.dialog.enter('CLOSING');
      return [...before, ...this.dialog.leaveCall('end-call')];
    },
    answerPing: ({ parameters: { rtt }, positionSample }: Received<'ping'>): AudiohookActions => [
      this.dialog.reply('pong', {}),
      ...this.notePosition(positionSample),
      ...(this.dialog.call?.noteRoundTrip(rtt) ?? []),
    ],
    pauseCall: ({ positionSample }: Received<'paused'>): AudiohookActions => {
      this.dialog.enter('PAUSED');
      return this.dialog.call?.pause(positionSample, this.dialog.nowMs) ?? [];
    },
    resumeCall: ({ parameters, positionSample }: Received<'resumed'>): AudiohookActions => {
      this.dialog.enter('ACTIVE');
      const resumed = this.dialog.call?.resume(parameters, positionSample, this.dialog.nowMs);
      return [...(resumed?.actions ?? []), ...(resumed?.mustPause === true ? [this.dialog.reply('pause', {})] : [])];
    },
    discardAudio: ({ parameters, positionSample }: Received<'discarded'>): AudiohookActions =>
      this.dialog.call?.discard(parameters, positionSample, this.dialog.nowMs) ?? [],
    updateCall: ({ parameters, positionSample }: Received<'update'>): AudiohookActions => [
      this.dialog.reply('updated', {}),
      ...this.notePosition(positionSample),
      ...(this.dialog.call?.update(parameters) ?? []),
    ],
    noteClientError: ({ parameters: { code }, positionSample }: Received<'error'>): AudiohookActions => [
      ...this.notePosition(positionSample),
      ...this.dialog.refuse('CLIENT_REPORTED_ERROR', code === undefined ? undefined : `Its code is ${code}.`),
    ],
    receiveAudio: ({ bytes }: ReceivedAudio): AudiohookActions =>
      this.dialog.call?.receiveAudio(bytes) ?? this.dialog.breakOff('SAMPLE_CUT_IN_TWO'),
    receivePausedAudio: ({ bytes }: ReceivedAudio): AudiohookActions => [
      ...this.dialog.refuse('AUDIO_WHILE_PAUSED'),
      ...(this.dialog.call?.receiveAudio(bytes) ?? this.dialog.breakOff('SAMPLE_CUT_IN_TWO')),
    ],
    /** The client sends until it reads that it shall close. */
    receiveLateAudio: ({ bytes }: ReceivedAudio): AudiohookActions => this.dialog.call?.receiveAudio(bytes) ?? [],
    breakOff: ({ code }: Refused): AudiohookActions => this.dialog.breakOff(code),
    closeSocket: ({ code }: Refused): AudiohookActions => [
      ...this.dialog.refuse(code),
      ...this.dialog.closeSocket(code === 'TOO_MANY_MESSAGES' ? CLOSE_POLICY : TOO_LARGE_CLOSE_CODE),
    ],
    loseCall: (): AudiohookActions => this.dialog.loseConnection(),
    ignore: (): AudiohookActions => [],
  } satisfies Record<AudiohookRule, (input: never) => AudiohookActions>;

  private receiveMessage(read: ReadEnvelope): AudiohookActions {
    const result = readAudiohookMessage(read);
    if (!result.ok) return this.receiveUnknown(result.error, read.envelope.position);
    const { message, hasUnknownFields } = result.value;
    const handle = this.handlers[audiohookRules[message.type][this.dialog.state]] as (
      input: AudiohookMessage,
    ) => AudiohookActions;
    return [
      ...handle(message),
      ...(hasUnknownFields ? [{ kind: 'count-refusal', code: 'FIELDS_UNKNOWN' } as const] : []),
    ];
  }

  private receiveUnreadable(code: AudiohookErrorCode, bytes: Uint8Array): AudiohookActions {
    if (code === 'TEXT_TOO_LARGE') return this.handleFlood(code);
    const seen = this.dialog.state === 'NEW' ? describeFirstText(bytes) : AUDIOHOOK_MESSAGE;
    if (seen === AUDIOHOOK_MESSAGE) return this.handleBroken(code);
    return [
      { kind: 'count-refusal', code: 'WRONG_PROTOCOL' },
      { kind: 'log-wrong-protocol', seen },
      ...this.dialog.closeSocket(WRONG_PROTOCOL_CLOSE_CODE),
    ];
  }

  /** Genesys adds messages without a new version: what is not known here is ignored. Without its open, nothing can follow. */
  private receiveUnknown(code: AudiohookErrorCode, positionSample: number): AudiohookActions {
    if (code === 'OPEN_INVALID') return this.handleBroken(code);
    return [...this.notePosition(positionSample), ...this.dialog.refuse(code)];
  }

  private handleBroken(code: AudiohookErrorCode): AudiohookActions {
    return this.handlers[audiohookRules.BROKEN[this.dialog.state]]({ code });
  }

  private handleFlood(code: AudiohookErrorCode): AudiohookActions {
    return this.handlers[audiohookRules.FLOOD[this.dialog.state]]({ code });
  }

  private notePosition(positionSample: number): AudiohookActions {
    return this.dialog.call?.notePosition(positionSample, this.dialog.nowMs) ?? [];
  }
}
