import type { EventData } from '@earshot/contracts';
import { Failure, type Clock, type PiiEngine } from '@earshot/ports';
import type { EnrichmentMetrics } from '../enrichment.metrics.js';

type RawSegment = EventData<'transcript.segment'>;

export interface PiiStepOptions {
  readonly timeoutMs: number;
  /** BCP 47 tag for finals whose engine does not tell their language. */
  readonly language: string;
  /** Whether partials, in which the engine marks nothing, are published. */
  readonly showsPartials: boolean;
}

/** `isUnmarked`: the engine failed or was too slow, so the own rules alone redact the final. */
interface MarkedFinal {
  readonly raw: RawSegment;
  readonly isUnmarked: boolean;
}

/** Most entities that a segment carries. */
const MAX_ENTITIES = 1_000;

/**
 * Adds the private details that an engine marks to a final before its redaction. It takes away nothing: what the own rules
 * hide stays hidden. A final waits no longer than the timeout.
 */
export class PiiStep {
  constructor(
    private readonly engine: PiiEngine | null,
    private readonly clock: Clock,
    private readonly metrics: Pick<EnrichmentMetrics, 'unmarkedFinals'>,
    private readonly options: PiiStepOptions,
  ) {}

  get showsPartials(): boolean {
    return this.engine === null || this.options.showsPartials;
  }

  /** Never rejects. */
  async markFinal(raw: RawSegment): Promise<MarkedFinal> {
    if (this.engine === null) return { raw, isUnmarked: false };
    try {
      const marked = await this.findInTime(this.engine, raw);
      if (marked === null) this.metrics.unmarkedFinals.add(1, { cause: 'language' });
      const entities = [...(raw.entities ?? []), ...(marked ?? [])].slice(0, MAX_ENTITIES);
      return { raw: entities.length === 0 ? raw : { ...raw, entities }, isUnmarked: false };
    } catch (error) {
      const isTimeout = error instanceof Failure && error.code === 'PII_NOT_MARKED';
      this.metrics.unmarkedFinals.add(1, { cause: isTimeout ? 'timeout' : 'failure' });
      return { raw, isUnmarked: true };
    }
  }

  private async findInTime(engine: PiiEngine, { text, language = this.options.language }: RawSegment) {
    const { timeoutMs } = this.options;
    const giveUp = new AbortController();
    let cancelTimeout = () => {};
    const timeout = new Promise<never>((_, reject) => {
      cancelTimeout = this.clock.schedule(timeoutMs, () => {
        reject(new Failure('PII_NOT_MARKED', `${engine.name} did not answer within ${timeoutMs} ms.`));
        giveUp.abort();
      });
    });
    try {
      return await Promise.race([engine.findEntities(text, { language, signal: giveUp.signal }), timeout]);
    } finally {
      cancelTimeout();
    }
  }
}
