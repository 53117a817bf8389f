import type { Channel } from '@earshot/contracts';
import { Failure } from '@earshot/ports';
import { samplesOf, type CallContext } from '../ownership/call-context.js';

/** Audio heard after a failure before the next one is told to people as a new incident. */
const CALM_MS = 10_000;

/** Counts one channel's engine failures in a row, and tells the call once per incident. */
export class EngineIncidents {
  private inARow = 0;
  private calmFromSample = 0;

  constructor(
    private readonly call: CallContext,
    private readonly channel: Channel,
  ) {}

  get failuresInARow(): number {
    return this.inARow;
  }

  /** The engine has heard something new, or another engine takes over. */
  over(): void {
    this.inARow = 0;
  }

  failed(error: unknown, engine: string, heardSample: number): void {
    const { callId, logger, metrics, out } = this.call;
    this.inARow += 1;
    const code = error instanceof Failure ? error.code : 'ENGINE_FAILED';
    metrics.engineFailed(engine, code);
    // Only our own messages are known to hold no spoken words.
    const detail = error instanceof Failure ? error.message : error instanceof Error ? error.name : typeof error;
    logger.warn({ callId, channel: this.channel, engine, code, detail, inARow: this.inARow }, 'speech engine failed');
    const isNews = this.inARow === 1 && heardSample >= this.calmFromSample;
    this.calmFromSample = heardSample + samplesOf(this.call, CALM_MS);
    if (!isNews) return;
    const side = this.channel === 'CUSTOMER' ? 'customer' : 'agent';
    out.problem(
      code,
      `The speech engine failed on the ${side}'s channel; it is started again from where hearing ended.`,
    );
  }
}
