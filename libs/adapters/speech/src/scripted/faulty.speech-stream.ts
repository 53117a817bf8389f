import { samplesToMs } from '@earshot/domain';
import { Failure, type SpeechStream, type SpeechStreamOptions } from '@earshot/ports';
import type { FaultPlan, RecurringFault } from './fault-plan.js';

export const rateLimited = (): Failure =>
  new Failure('SPEECH_RATE_LIMITED', 'the speech engine answered 429: too many requests', { retryable: true });

/** A stream that fails where the plan says, as the streams of real providers fail. */
export class FaultySpeechStream implements SpeechStream {
  private writtenSamples = 0;
  private state: 'working' | 'broken' | 'hanging' = 'working';
  private readonly faultMs: number;

  constructor(
    private readonly stream: SpeechStream,
    private readonly options: SpeechStreamOptions,
    private readonly fault: RecurringFault,
    private readonly plan: FaultPlan,
  ) {
    this.faultMs = plan.findNextMs(options, fault);
  }

  async write(samples: Int16Array): Promise<void> {
    this.writtenSamples += samples.length;
    if (this.state === 'working' && this.nowMs() >= this.faultMs) await this.injectFault();
    if (this.state === 'working') await this.stream.write(samples);
  }

  async end(): Promise<void> {
    // A provider that hangs never answers.
    if (this.state === 'hanging') return new Promise(() => {});
    await this.stream.end();
  }

  abort(): Promise<void> {
    return this.stream.abort();
  }

  private async injectFault(): Promise<void> {
    const { kind } = this.fault;
    this.plan.recordFault(this.options, this.faultMs, kind);
    this.state = kind === 'hang' ? 'hanging' : 'broken';
    if (kind === 'hang') return;
    await this.stream.abort();
    if (kind === 'reset') throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    this.options.onFailure(
      kind === 'busy'
        ? rateLimited()
        : new Failure('SPEECH_STREAM_CLOSED', 'the provider closed the stream with code 1000', { retryable: true }),
    );
  }

  private nowMs(): number {
    return this.options.startMs + samplesToMs(this.writtenSamples, this.options.sampleRateHz);
  }
}
