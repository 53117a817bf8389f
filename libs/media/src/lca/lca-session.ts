import { bytesPerSample, type CallId } from '@earshot/contracts';
import { alignSamples } from './align-samples.js';
import { initialBrowserWatch, repairBrowserFrame, watchBrowserFrame } from './browser-repair.js';
import type { LcaAction } from './lca-action.js';
import { lcaErrors, type LcaErrorCode } from './lca-errors.js';
import { errorReply, startedReply } from './lca-replies.js';
import { lcaRules, type LcaRule, type LcaSessionState, type LcaSignal } from './lca-rules.js';
import { MAX_LCA_BINARY_BYTES, readLcaText, type LcaStart } from './read-lca-text.js';

export interface LcaSessionOptions {
  /** Makes call and agent ids where the client sends none. */
  readonly newId: () => string;
  /** Silence, without any frame or pong, after which the peer is given up. */
  readonly timeoutMs: number;
  /** Mend the shifted frames of LCA's own browser page; off, every byte is recorded as it was sent. */
  readonly repairBrowserAudio: boolean;
}

/** What came with a signal. */
interface Signal {
  readonly start?: LcaStart;
  readonly endsCall?: CallId | undefined;
  readonly bytes?: Uint8Array;
  readonly code?: LcaErrorCode;
}

const nothing = new Uint8Array(0);

/**
 * The server's side of one LCA audio socket: what comes in becomes actions for its owner. It holds no socket, clock or
 * timer; what a signal does in a state is written in `lca-rules.ts`.
 */
export class LcaSession {
  private state: LcaSessionState = 'READY';
  private start: LcaStart | undefined;
  private rest: Uint8Array = nothing;
  private watch = initialBrowserWatch;
  private refusedFrames = 0;
  private refusedBytes = 0;
  private heardAtMs: number;
  private pingedAtMs = 0;

  constructor(
    private readonly options: LcaSessionOptions,
    nowMs: number,
  ) {
    this.heardAtMs = nowMs;
  }

  /** The call on this socket, if there is one. */
  get callId(): CallId | undefined {
    return this.start?.callId;
  }

  text(bytes: Uint8Array, nowMs: number): readonly LcaAction[] {
    this.heardAtMs = nowMs;
    const read = readLcaText(bytes, this.options.newId);
    if (!read.ok) return this.on(read.error === 'TEXT_TOO_LARGE' ? 'TOO_LARGE' : 'BAD_TEXT', { code: read.error });
    if (read.value.callEvent === 'START') return this.on('START', { start: read.value.start });
    return this.on('END', { endsCall: read.value.callId });
  }

  /** `bytes` is kept by reference in the resulting actions and must not be written to afterwards. */
  binary(bytes: Uint8Array, nowMs: number): readonly LcaAction[] {
    this.heardAtMs = nowMs;
    if (bytes.length > MAX_LCA_BINARY_BYTES) return this.on('TOO_LARGE', { code: 'AUDIO_TOO_LARGE' });
    return this.on('AUDIO', { bytes });
  }

  /** A sign of life that carries nothing: a pong, or reading that goes on after a pause of our own. */
  alive(nowMs: number): void {
    this.heardAtMs = nowMs;
  }

  /** To be called about once a second: finds peers that went away without a word. */
  tick(nowMs: number): readonly LcaAction[] {
    if (this.state === 'CLOSED') return [];
    const silentMs = nowMs - this.heardAtMs;
    if (silentMs >= this.options.timeoutMs) return [{ kind: 'terminate' }, ...this.closed()];
    const pingEveryMs = this.options.timeoutMs / 3;
    if (silentMs < pingEveryMs || nowMs - this.pingedAtMs < pingEveryMs) return [];
    this.pingedAtMs = nowMs;
    return [{ kind: 'ping' }];
  }

  /** The connection is gone. */
  closed(): readonly LcaAction[] {
    return this.on('GONE', {});
  }

  /** The owner cannot, or can no longer, let this socket have its call. */
  refuse(code: LcaErrorCode): readonly LcaAction[] {
    if (this.state === 'CLOSED') return [];
    const { callId } = this;
    this.leaveCall();
    const { closesWith } = lcaErrors[code];
    if (closesWith !== null) this.state = 'CLOSED';
    return [
      ...refusal(code, callId),
      ...(closesWith === null ? [] : [{ kind: 'close', closeCode: closesWith } as const]),
    ];
  }

  private on(signal: LcaSignal, what: Signal): readonly LcaAction[] {
    return this.rules[lcaRules[this.state][signal]](what);
  }

  private readonly rules: Record<LcaRule, (what: Signal) => readonly LcaAction[]> = {
    startCall: ({ start }) => (start === undefined ? [] : this.startCall(start)),
    repeatStart: ({ start }) => (start === undefined ? [] : this.repeatStart(start)),
    endCall: ({ endsCall }) => this.endCall(endsCall),
    endWithoutCall: () => refusal('END_WITHOUT_CALL'),
    takeAudio: ({ bytes }) => this.takeAudio(bytes ?? nothing),
    refuseAudio: ({ bytes }) => this.refuseAudio(bytes ?? nothing),
    refuseText: ({ code }) => this.refuseText(code ?? 'TEXT_NOT_JSON'),
    closeSocket: ({ code }) => this.closeSocket(code ?? 'AUDIO_TOO_LARGE'),
    goneWithoutEnd: () => this.lose(),
    gone: () => {
      this.state = 'CLOSED';
      return [];
    },
    ignore: () => [],
  };

  private startCall(start: LcaStart): readonly LcaAction[] {
    this.start = start;
    this.state = 'IN_CALL';
    const actions: LcaAction[] = [{ kind: 'start-call', start }];
    if (this.refusedFrames > 0) {
      const message = `${lcaErrors.AUDIO_BEFORE_START.says} ${this.refusedFrames} frames, ${this.refusedBytes} bytes.`;
      actions.push({ kind: 'report-problem', callId: start.callId, code: 'AUDIO_BEFORE_START', message });
    }
    this.refusedFrames = 0;
    this.refusedBytes = 0;
    return actions;
  }

  private repeatStart(start: LcaStart): readonly LcaAction[] {
    const running = this.start;
    if (running === undefined) return [];
    const isSame =
      start.callId === running.callId &&
      start.sampleRateHz === running.sampleRateHz &&
      start.codec === running.codec &&
      start.channelCount === running.channelCount;
    if (isSame) return [{ kind: 'reply', text: startedReply(running.callId) }];
    return this.complain('CALL_ALREADY_STARTED');
  }

  private endCall(endsCall: CallId | undefined): readonly LcaAction[] {
    const callId = this.start?.callId;
    if (callId === undefined) return [];
    if (endsCall !== undefined && endsCall !== callId) return this.complain('END_OF_ANOTHER_CALL');
    const cut: readonly LcaAction[] = this.rest.length === 0 ? [] : problem(callId, 'SAMPLE_CUT_IN_TWO');
    this.leaveCall();
    return [...cut, { kind: 'end-call', callId }];
  }

  private takeAudio(bytes: Uint8Array): readonly LcaAction[] {
    const { start } = this;
    if (start === undefined) return [];
    const heard = this.options.repairBrowserAudio ? this.mended(bytes, start) : bytes;
    const { whole, rest } = alignSamples(this.rest, heard, start.channelCount * bytesPerSample[start.codec]);
    this.rest = rest;
    return whole.map((samples) => ({ kind: 'audio', samples }));
  }

  private mended(bytes: Uint8Array, start: LcaStart): Uint8Array {
    if (start.codec !== 'L16' || start.channelCount !== 2 || this.rest.length > 0) return bytes;
    const wasRepairing = this.watch.repairing;
    this.watch = watchBrowserFrame(this.watch, bytes);
    return wasRepairing && this.watch.repairing ? repairBrowserFrame(bytes) : bytes;
  }

  /** One answer for a run of refused frames: 375 a second would only be read by nobody. */
  private refuseAudio(bytes: Uint8Array): readonly LcaAction[] {
    this.refusedFrames += 1;
    this.refusedBytes += bytes.length;
    return this.refusedFrames === 1
      ? refusal('AUDIO_BEFORE_START')
      : [{ kind: 'count-refusal', code: 'AUDIO_BEFORE_START' }];
  }

  private refuseText(code: LcaErrorCode): readonly LcaAction[] {
    return this.state === 'IN_CALL' ? this.complain(code) : refusal(code);
  }

  private closeSocket(code: LcaErrorCode): readonly LcaAction[] {
    const told = this.refuseText(code);
    const lost = this.lose();
    return [...told, ...lost, { kind: 'close', closeCode: lcaErrors[code].closesWith ?? 1009 }];
  }

  private lose(): readonly LcaAction[] {
    const { callId } = this;
    this.leaveCall();
    this.state = 'CLOSED';
    return callId === undefined ? [] : [{ kind: 'lose-call', callId }];
  }

  /** The client is told and the call shows it; the call goes on. */
  private complain(code: LcaErrorCode): readonly LcaAction[] {
    const { callId } = this;
    return callId === undefined ? refusal(code) : [...refusal(code, callId), ...problem(callId, code)];
  }

  private leaveCall(): void {
    this.start = undefined;
    this.rest = nothing;
    this.watch = initialBrowserWatch;
    if (this.state === 'IN_CALL') this.state = 'READY';
  }
}

const refusal = (code: LcaErrorCode, callId?: CallId): readonly LcaAction[] => [
  { kind: 'reply', text: errorReply(code, callId) },
  { kind: 'count-refusal', code },
];

const problem = (callId: CallId, code: LcaErrorCode): readonly LcaAction[] => [
  { kind: 'report-problem', callId, code, message: lcaErrors[code].says },
];
