import { Failure, type SpeechStream, type SpeechStreamOptions } from '@earshot/ports';
import type { FaultPlan, RecurringFault } from './fault-plan.js';

export const tooBusy = (): Failure =>
  new Failure('SPEECH_RATE_LIMITED', 'the speech engine answered 429: too many requests', { retryable: true });

/** A stream that goes wrong where the plan says, as the streams of real providers do. */
export class FaultySpeechStream implements SpeechStream {
  private writtenSamples = 0;
  private state: 'well' | 'broken' | 'hanging' = 'well';
  private readonly faultMs: number;

  constructor(
    private readonly stream: SpeechStream,
    private readonly options: SpeechStreamOptions,
    private readonly fault: RecurringFault,
    private readonly plan: FaultPlan,
  ) {
    this.faultMs = plan.nextMs(options, fault);
  }

  async write(samples: Int16Array): Promise<void> {
    this.writtenSamples += samples.length;
    if (this.state === 'well' && this.nowMs() >= this.faultMs) await this.goWrong();
    if (this.state === 'well') await this.stream.write(samples);
  }

  async end(): Promise<void> {
    // Whoever waits for a provider that hangs waits in vain.
    if (this.state === 'hanging') return new Promise(() => {});
    await this.stream.end();
  }

  abort(): Promise<void> {
    return this.stream.abort();
  }

  private async goWrong(): Promise<void> {
    const { kind } = this.fault;
    this.plan.happened(this.options, this.faultMs, kind);
    this.state = kind === 'hang' ? 'hanging' : 'broken';
    if (kind === 'hang') return;
    await this.stream.abort();
    if (kind === 'reset') throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    this.options.onFailure(
      kind === 'busy'
        ? tooBusy()
        : new Failure('SPEECH_STREAM_CLOSED', 'the provider closed the stream with code 1000', { retryable: true }),
    );
  }

  private nowMs(): number {
    return this.options.startMs + (this.writtenSamples * 1_000) / this.options.sampleRateHz;
  }
}
