import { bytesPerSample, type CallId, type CallRefusalCode } from '@earshot/contracts';
import type { RecordedFormat, RecordingPart, UploadErrorCode } from '@earshot/media/recording-file';
import type { Clock } from '@earshot/ports';
import type { CallOrigin } from '../../../limits/client-quota.js';
import { toAudioMs } from '../../../call/call-start.js';
import { decodeRecording } from '../decode/decode-recording.js';
import { ImportPace } from './import-pace.js';
import type { ImportJob, ImportOutcome } from './import-job.js';
import type { NamedRecording } from './name-call.js';
import { RecordedCall, type RecordedCallContext } from './recorded-call.js';
import { RecordingClock } from './recording-clock.js';
import { toCallStart } from './to-call-start.js';

export interface ImportContext extends RecordedCallContext {
  readonly clock: Clock;
  /** 1 for real time; 0: no limit. */
  readonly pace: number;
  readonly longestMs: number;
  isBusy(): boolean;
}

/** The call may be taken later. */
export interface Postponed {
  readonly state: 'POSTPONED';
}

const passing: readonly (CallRefusalCode | undefined)[] = [
  ...(['CALL_LIMIT_REACHED', 'DATABASE_SLOW', 'SERVICE_BUSY'] as const),
  ...(['TOO_MANY_CALLS_OF_CLIENT', 'TOO_MANY_STARTS'] as const),
];

/**
 * Turns a recording into a call. A file that fails in the middle leaves a call that shows why. Postponed: the call is refused for now,
 * or the process stops; a call that had begun continues where it was when the job runs again.
 */
export async function importRecording(
  job: ImportJob,
  named: NamedRecording,
  origin: CallOrigin,
  context: ImportContext,
  signal: AbortSignal,
): Promise<ImportOutcome | Postponed> {
  const running = new RunningImport(job, named, origin, context, signal);
  try {
    for await (const part of decodeRecording(running.readFile(), context.clock)) {
      const outcome = await running.receivePart(part);
      if (outcome !== null) return outcome;
    }
  } catch (error) {
    context.telemetry.logger.warn({ callId: named.callId, err: error }, 'a recording cannot be read');
    return running.fail('UPLOAD_UNREADABLE');
  }
  return running.finish();
}

class RunningImport {
  private readBytes = 0;
  private call: RecordedCall | null = null;
  private hasBegun = false;
  private format: RecordedFormat | null = null;
  /** Audio of the file that an earlier process published already, bytes. */
  private skipBytes = 0;
  private playedMs = 0;
  private problem: UploadErrorCode | undefined;

  constructor(
    private readonly job: ImportJob,
    private readonly named: NamedRecording,
    private readonly origin: CallOrigin,
    private readonly context: ImportContext,
    private readonly signal: AbortSignal,
  ) {}

  async *readFile(): AsyncGenerator<Uint8Array> {
    for await (const piece of this.job.readFile()) {
      yield piece;
      this.readBytes += piece.length;
      this.job.onProgress({ ...(this.hasBegun && { callId: this.named.callId }), readBytes: this.readBytes });
    }
  }

  /** Null: the recording goes on. */
  async receivePart(part: RecordingPart): Promise<ImportOutcome | Postponed | null> {
    switch (part.kind) {
      case 'format':
        return this.openCall(part.format);
      case 'audio':
        return this.receiveAudio(part.samples);
      case 'gap':
        return this.receiveGap(part.samples);
      case 'problem':
        this.report(part.code);
        return null;
      case 'refused':
        return this.fail(part.code);
    }
  }

  /** The file is over. */
  async finish(): Promise<ImportOutcome | Postponed> {
    const { call } = this;
    if (call === null) return this.fail('UPLOAD_EMPTY');
    if (this.signal.aborted) return this.postpone();
    if (!(await call.end())) return this.endRefused();
    return this.done();
  }

  /** The file cannot be read on. What was read of it stays, as a call that says so. */
  async fail(code: UploadErrorCode): Promise<ImportOutcome | Postponed> {
    if (this.call === null) return { state: 'FAILED', code };
    this.report(code);
    return this.finish();
  }

  private async openCall(format: RecordedFormat): Promise<ImportOutcome | Postponed | null> {
    const { clock, pace: rate } = this.context;
    const { receivedAtMs, metadata } = this.job;
    const startedAtMs = metadata.startedAt === undefined ? Math.round(receivedAtMs) : Date.parse(metadata.startedAt);
    const start = toCallStart(this.named.callId, metadata, format, new RecordingClock(startedAtMs, clock));
    const pace = new ImportPace({ rate, clock, isBusy: () => this.context.isBusy() });
    const call = new RecordedCall(start, pace, this.origin, this.context, this.signal);
    this.format = format;
    const positionMs = await call.open();
    this.call = call;
    if (positionMs === undefined) return this.endRefused();
    this.hasBegun = true;
    const frameBytes = format.channelCount * bytesPerSample[format.codec];
    this.skipBytes = Math.round((positionMs * format.sampleRateHz) / 1_000) * frameBytes;
    return null;
  }

  private async receiveAudio(samples: Uint8Array): Promise<ImportOutcome | Postponed | null> {
    const { call, format } = this;
    if (call === null || format === null) return null;
    this.playedMs += toAudioMs(format, samples.length);
    if (!(await call.sendAudio(samples.subarray(this.skip(samples.length))))) return this.endRefused();
    return this.playedMs > this.context.longestMs ? this.fail('UPLOAD_TOO_LONG') : null;
  }

  private async receiveGap(samples: number): Promise<ImportOutcome | Postponed | null> {
    const { call, format } = this;
    if (call === null || format === null) return null;
    this.playedMs += (samples * 1_000) / format.sampleRateHz;
    const frameBytes = format.channelCount * bytesPerSample[format.codec];
    const rest = samples - this.skip(samples * frameBytes) / frameBytes;
    if (rest > 0) call.declareGap(rest);
    return null;
  }

  /** Returns how many of the next bytes of the recording an earlier process published. */
  private skip(bytes: number): number {
    const skipped = Math.min(bytes, this.skipBytes);
    this.skipBytes -= skipped;
    return skipped;
  }

  private report(code: UploadErrorCode): void {
    this.problem ??= code;
    this.call?.reportProblem(code);
  }

  /** The call is refused, now or in the middle, or the process stops. */
  private endRefused(): ImportOutcome | Postponed {
    const refusal = this.call?.refusal;
    const { callId, isDerived } = this.named;
    if (refusal === undefined || passing.includes(refusal)) return this.postpone();
    const isDuplicate = refusal === 'CALL_ALREADY_ENDED' && isDerived && this.playedMs === 0 && !this.job.hasBegun();
    return isDuplicate ? { state: 'DONE', callId, isDuplicate } : { state: 'FAILED', code: refusal, callId };
  }

  private postpone(): Postponed {
    this.call?.leave();
    return { state: 'POSTPONED' };
  }

  private done(): ImportOutcome {
    const { problem } = this;
    const callId: CallId = this.named.callId;
    return { state: 'DONE', callId, isDuplicate: false, ...(problem !== undefined && { problem }) };
  }
}
