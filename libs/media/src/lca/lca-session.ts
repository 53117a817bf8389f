import { bytesPerSample, type CallId, type CallRefusalCode } from '@earshot/contracts';
import { describeFirstBinary, describeFirstText, LCA_MESSAGE } from '../first-message/describe-first-message.js';
import { alignSamples } from './align-samples.js';
import { BrowserRepair } from './browser-repair.js';
import type { LcaAction } from './lca-action.js';
import {
  lcaErrors,
  refusalCloseCodes,
  TOO_LARGE_CLOSE_CODE,
  WRONG_PROTOCOL_CLOSE_CODE,
  type LcaErrorCode,
} from './lca-errors.js';
import { errorReply, startedReply, wrongProtocolReply } from './lca-replies.js';
import { lcaRules, type LcaRule, type LcaSessionState } from './lca-rules.js';
import { MAX_LCA_BINARY_BYTES, readLcaMessage, type LcaStart } from './read-lca-message.js';

export interface LcaSessionOptions {
  /** Makes call and agent ids where the client sends none. */
  readonly newId: () => string;
  /** A peer that sends nothing for this long, not even a pong, is lost. */
  readonly timeoutMs: number;
  /** Repair the shifted frames of LCA's own browser page; off, every byte stays as it was sent. */
  readonly repairBrowserAudio: boolean;
}

type LcaActions = readonly LcaAction[];

/** A client whose binary data overtakes its START has this long to send it. */
const EARLY_AUDIO_GRACE_MS = 2_000;
const noBytes = new Uint8Array(0);

/**
 * The server's side of one LCA audio socket: turns each input into actions for its owner. It holds no socket, clock or
 * timer. `lca-rules.ts` says what a signal does in each state.
 */
export class LcaSession {
  private state: LcaSessionState = 'NEW';
  private start: LcaStart | undefined;
  /** Bytes of a sample frame whose rest comes with the next message. */
  private partialFrame: Uint8Array = noBytes;
  private browserRepair: BrowserRepair | undefined;
  /** Binary messages since the last call on this socket ended, or since it was opened. */
  private refused = { messages: 0, bytes: 0, sinceMs: 0 };
  private aliveAtMs: number;
  private pingedAtMs = 0;

  constructor(
    private readonly options: LcaSessionOptions,
    nowMs: number,
  ) {
    this.aliveAtMs = nowMs;
  }

  /** The call on this socket, if there is one. */
  get callId(): CallId | undefined {
    return this.start?.callId;
  }

  receiveText(bytes: Uint8Array, nowMs: number): LcaActions {
    this.aliveAtMs = nowMs;
    const message = readLcaMessage(bytes, this.options.newId);
    if (!message.ok) return this.receiveUnreadable(message.error, bytes);
    if (message.value.callEvent === 'START') return this.handlers[lcaRules.START[this.state]](message.value.start);
    return this.handlers[lcaRules.END[this.state]](message.value.callId);
  }

  /** The actions keep `bytes` by reference: do not write to it afterwards. */
  receiveBinary(bytes: Uint8Array, nowMs: number): LcaActions {
    this.aliveAtMs = nowMs;
    if (bytes.length > MAX_LCA_BINARY_BYTES) return this.handlers[lcaRules.TOO_LARGE[this.state]]('AUDIO_TOO_LARGE');
    return this.handlers[lcaRules.AUDIO[this.state]](bytes, nowMs);
  }

  /** The peer is alive: it sent a pong, or we read its socket again after a pause of our own. */
  keepAlive(nowMs: number): void {
    this.aliveAtMs = nowMs;
  }

  /** Call it about once a second: it finds peers that vanished, and clients that never send START. */
  tick(nowMs: number): LcaActions {
    if (this.state === 'CLOSED') return [];
    const silentMs = nowMs - this.aliveAtMs;
    if (silentMs >= this.options.timeoutMs) return [{ kind: 'terminate' }, ...this.connectionLost()];
    const { messages, sinceMs } = this.refused;
    if (this.state === 'NEW' && messages > 0 && nowMs - sinceMs >= EARLY_AUDIO_GRACE_MS)
      return this.closeWithoutStart();
    const pingEveryMs = this.options.timeoutMs / 3;
    if (silentMs < pingEveryMs || nowMs - this.pingedAtMs < pingEveryMs) return [];
    this.pingedAtMs = nowMs;
    return [{ kind: 'ping' }];
  }

  /** The connection is gone. */
  connectionLost(): LcaActions {
    return this.handlers[lcaRules.GONE[this.state]]();
  }

  /** The owner refuses, or no longer lets, this socket carry its call. */
  refuseCall(code: CallRefusalCode): LcaActions {
    if (this.state === 'CLOSED') return [];
    const { callId } = this;
    this.leaveCall();
    this.state = 'CLOSED';
    return [
      { kind: 'reply', text: errorReply(code, callId) },
      { kind: 'count-refusal', code },
      { kind: 'close', closeCode: refusalCloseCodes[code] },
    ];
  }

  private readonly handlers = {
    startCall: (start: LcaStart) => this.startCall(start),
    repeatStart: (start: LcaStart) => this.repeatStart(start),
    endCall: (callId: CallId | undefined) => this.endCall(callId),
    refuseEnd: () => this.refuseMessage('END_WITHOUT_CALL'),
    receiveAudio: (bytes: Uint8Array) => this.receiveAudio(bytes),
    refuseAudio: (bytes: Uint8Array, nowMs: number) => this.refuseAudio(bytes, nowMs),
    refuseFirstAudio: (bytes: Uint8Array, nowMs: number) => this.refuseFirstAudio(bytes, nowMs),
    refuseMessage: (code: LcaErrorCode) => this.refuseMessage(code),
    refuseProtocol: (_code: LcaErrorCode, bytes: Uint8Array) => this.refuseProtocol(describeFirstText(bytes)),
    closeSocket: (code: LcaErrorCode) => this.closeSocket(code),
    loseCall: () => this.loseCall(),
    closeSession: () => this.loseCall(),
    ignore: (): LcaActions => [],
  } satisfies Record<LcaRule, (...input: never[]) => LcaActions>;

  private receiveUnreadable(code: LcaErrorCode, bytes: Uint8Array): LcaActions {
    if (code === 'TEXT_TOO_LARGE') return this.handlers[lcaRules.TOO_LARGE[this.state]](code);
    const isLca = !['TEXT_NOT_JSON', 'TEXT_NOT_OBJECT', 'CALL_EVENT_UNKNOWN'].includes(code);
    if (isLca) return this.handlers[lcaRules.BAD_MESSAGE[this.state]](code);
    return this.handlers[lcaRules.NOT_LCA[this.state]](code, bytes);
  }

  private startCall(start: LcaStart): LcaActions {
    this.start = start;
    this.state = 'IN_CALL';
    const mayNeedRepair = this.options.repairBrowserAudio && start.codec === 'L16' && start.channelCount === 2;
    this.browserRepair = mayNeedRepair ? new BrowserRepair() : undefined;
    const { messages, bytes } = this.refused;
    this.refused = { messages: 0, bytes: 0, sinceMs: 0 };
    const startCall: LcaAction = { kind: 'start-call', start };
    if (messages === 0) return [startCall];
    const message = `${lcaErrors.AUDIO_BEFORE_START} Refused: ${messages} frames, ${bytes} bytes.`;
    return [startCall, { kind: 'report-problem', callId: start.callId, code: 'AUDIO_BEFORE_START', message }];
  }

  private repeatStart(start: LcaStart): LcaActions {
    const running = this.start;
    const isSame =
      start.callId === running?.callId &&
      start.sampleRateHz === running.sampleRateHz &&
      start.codec === running.codec &&
      start.channelCount === running.channelCount;
    return isSame ? [{ kind: 'reply', text: startedReply(start.callId) }] : this.refuseMessage('CALL_ALREADY_STARTED');
  }

  private endCall(endsCall: CallId | undefined): LcaActions {
    const { callId } = this;
    if (callId === undefined) return [];
    if (endsCall !== undefined && endsCall !== callId) return this.refuseMessage('END_OF_ANOTHER_CALL');
    const isCut = this.partialFrame.length > 0;
    this.leaveCall();
    return [...(isCut ? [problemOf(callId, 'SAMPLE_CUT_IN_TWO')] : []), { kind: 'end-call', callId }];
  }

  private receiveAudio(bytes: Uint8Array): LcaActions {
    const { start } = this;
    if (start === undefined) return [];
    const isAligned = this.partialFrame.length === 0;
    const received = isAligned && this.browserRepair !== undefined ? this.browserRepair.repair(bytes) : bytes;
    const { whole, rest } = alignSamples(this.partialFrame, received, start.channelCount * bytesPerSample[start.codec]);
    this.partialFrame = rest;
    return whole.map((samples) => ({ kind: 'audio', samples }));
  }

  private refuseFirstAudio(bytes: Uint8Array, nowMs: number): LcaActions {
    const file = this.refused.messages === 0 ? describeFirstBinary(bytes) : null;
    return file === null ? this.refuseAudio(bytes, nowMs) : this.refuseProtocol(file);
  }

  /** Replies to the first frame of a run only: a browser sends 375 a second. */
  private refuseAudio(bytes: Uint8Array, nowMs: number): LcaActions {
    const isFirst = this.refused.messages === 0;
    if (isFirst) this.refused.sinceMs = nowMs;
    this.refused.messages += 1;
    this.refused.bytes += bytes.length;
    return isFirst
      ? refusalOf('AUDIO_BEFORE_START', undefined)
      : [{ kind: 'count-refusal', code: 'AUDIO_BEFORE_START' }];
  }

  /** Tells the client, and shows the problem on a running call, which goes on. */
  private refuseMessage(code: LcaErrorCode): LcaActions {
    if (this.state === 'NEW') this.state = 'READY';
    const { callId } = this;
    return [...refusalOf(code, callId), ...(callId === undefined ? [] : [problemOf(callId, code)])];
  }

  private refuseProtocol(seen: string): LcaActions {
    // An LCA message with an unknown callEvent: a newer client may go on with START.
    if (seen === LCA_MESSAGE) return this.refuseMessage('CALL_EVENT_UNKNOWN');
    return [{ kind: 'reply', text: wrongProtocolReply(seen) }, ...this.closeForProtocol(seen)];
  }

  /** The client was told when its first binary message came. */
  private closeWithoutStart(): LcaActions {
    return this.closeForProtocol('binary data without START');
  }

  private closeForProtocol(seen: string): LcaActions {
    this.state = 'CLOSED';
    return [
      { kind: 'count-refusal', code: 'WRONG_PROTOCOL' },
      { kind: 'log-wrong-protocol', seen },
      { kind: 'close', closeCode: WRONG_PROTOCOL_CLOSE_CODE },
    ];
  }

  private closeSocket(code: LcaErrorCode): LcaActions {
    const refusal = this.refuseMessage(code);
    return [...refusal, ...this.loseCall(), { kind: 'close', closeCode: TOO_LARGE_CLOSE_CODE }];
  }

  private loseCall(): LcaActions {
    const { callId } = this;
    this.leaveCall();
    this.state = 'CLOSED';
    return callId === undefined ? [] : [{ kind: 'lose-call', callId }];
  }

  private leaveCall(): void {
    this.start = undefined;
    this.partialFrame = noBytes;
    this.browserRepair = undefined;
    if (this.state === 'IN_CALL') this.state = 'READY';
  }
}

const refusalOf = (code: LcaErrorCode, callId: CallId | undefined): LcaActions => [
  { kind: 'reply', text: errorReply(code, callId) },
  { kind: 'count-refusal', code },
];

const problemOf = (callId: CallId, code: LcaErrorCode): LcaAction => ({
  kind: 'report-problem',
  callId,
  code,
  message: lcaErrors[code],
});
