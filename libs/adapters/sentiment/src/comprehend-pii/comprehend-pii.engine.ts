import { jitteredBackoffMs, type BackoffLimits } from '@earshot/domain';
import { Failure, pause, type Circuit, type Clock, type PiiEngine, type PiiEntity } from '@earshot/ports';
import type { ComprehendApi } from '../comprehend/comprehend-api.js';
import { classifyFailure, UnreadableAnswer, type RequestFailure } from '../comprehend/comprehend-failure.js';
import { comprehendLanguageOf } from '../comprehend/comprehend-language.js';
import { normalizePii } from './normalize-pii.js';

/** Pauses between the attempts of one text. They end when the text waits no longer. */
const PAUSES: BackoffLimits = { firstMs: 50, maxMs: 1_000 };

export interface ComprehendPiiOptions {
  readonly minScore: number;
  readonly random: () => number;
}

/**
 * Marks private details with Amazon Comprehend, one request for each final. The SDK sends at most 50 requests at once. The
 * others wait for a socket until their final waits no longer.
 */
export class ComprehendPiiEngine implements PiiEngine {
  readonly name = 'Amazon Comprehend';

  constructor(
    private readonly api: Pick<ComprehendApi, 'detectPii'>,
    private readonly circuit: Circuit<RequestFailure>,
    private readonly clock: Clock,
    private readonly options: ComprehendPiiOptions,
  ) {}

  async findEntities(
    text: string,
    { language, signal }: { readonly language: string; readonly signal: AbortSignal },
  ): Promise<readonly PiiEntity[] | null> {
    const code = piiLanguageOf(language);
    if (code === null) return null;
    if (text.trim() === '') return [];
    for (let failures = 1; ; failures += 1) {
      if (!this.circuit.startRequest()) throw serviceFailing('Amazon Comprehend failed several times in a row');
      const outcome = await this.tryFinding(text, code, signal);
      if (!('isRetryable' in outcome)) {
        this.circuit.reportSuccess();
        return outcome;
      }
      this.circuit.reportFailure(outcome);
      if (!outcome.isRetryable || signal.aborted) throw serviceFailing(`Amazon Comprehend: ${outcome.cause}`);
      await pause(this.clock, jitteredBackoffMs(failures, PAUSES, this.options.random), signal);
    }
  }

  private async tryFinding(
    text: string,
    language: 'en' | 'es',
    signal: AbortSignal,
  ): Promise<readonly PiiEntity[] | RequestFailure> {
    try {
      const { Entities } = await this.api.detectPii(text, language, signal);
      if (!Array.isArray(Entities)) throw new UnreadableAnswer();
      return normalizePii(text, Entities, this.options.minScore);
    } catch (error) {
      return classifyFailure(error);
    }
  }
}

/** Source: Amazon Comprehend Developer Guide, "Detecting PII entities": English and Spanish. */
function piiLanguageOf(tag: string): 'en' | 'es' | null {
  const code = comprehendLanguageOf(tag);
  return code === 'en' || code === 'es' ? code : null;
}

const serviceFailing = (message: string) => new Failure('PII_SERVICE_FAILING', message, { retryable: true });
