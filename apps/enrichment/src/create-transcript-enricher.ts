import type { CallId } from '@earshot/contracts';
import { CallRedactor } from '@earshot/domain/redaction';
import type { PiiEngine, SentimentEngine, TranscriptHook } from '@earshot/ports';
import { EventPublisher, type ProcessContext } from '@earshot/runtime';
import { CallEventFactory } from './call/call-event-factory.js';
import { CallOpener } from './call/call-opener.js';
import { CallRoles } from './call/call-roles.js';
import { EnrichedCall, type CreateRedactor } from './call/enriched-call.js';
import { EnrichedCalls } from './call/enriched-calls.js';
import { MetricsStep } from './call/metrics-step.js';
import { SegmentPipeline } from './call/segment-pipeline.js';
import { TranscriptEnricher } from './call/transcript-enricher.js';
import { CategoryStep } from './categories/category-step.js';
import type { CategorySource } from './categories/watched-categories.js';
import type { EnrichmentConfig } from './enrichment.config.js';
import { createEnrichmentMetrics } from './enrichment.metrics.js';
import { TranscriptHookStep } from './hook/transcript-hook-step.js';
import { PiiStep } from './redaction/pii-step.js';
import { RedactionStep } from './redaction/redaction-step.js';
import { SentimentStep } from './sentiment/sentiment-step.js';
import { CallRebuilder } from './takeover/call-rebuilder.js';
import { LateFinalCounter } from './takeover/late-final-counter.js';
import { StoredFinalReplay } from './takeover/stored-final-replay.js';
import { StoredFinals, type CallHistory } from './takeover/stored-finals.js';
import type { TakeoverProgress } from './takeover/takeover-progress.js';

/** The ports that enrichment uses. */
export interface EnrichmentAdapters {
  readonly sentiment: SentimentEngine;
  /** Null where only the own rules hide private details. */
  readonly pii: PiiEngine | null;
  /** Null where no program changes the transcript. */
  readonly transcriptHook: TranscriptHook | null;
  /** Reads calls that another process enriched before; null where there is no store. */
  readonly history: CallHistory | null;
}

export interface TranscriptEnricherParts extends EnrichmentAdapters {
  readonly config: EnrichmentConfig;
  readonly process: ProcessContext;
  readonly categories: CategorySource;
  /** Replaces the redactor of the domain. */
  readonly createRedactor?: CreateRedactor;
}

/** Builds enrichment without Nest. */
export function createTranscriptEnricher(parts: TranscriptEnricherParts): TranscriptEnricher {
  const { config, process, sentiment, pii, categories } = parts;
  const { clock, newId } = process;
  const metrics = createEnrichmentMetrics(process.metrics);
  const logger = process.logger.child({ service: 'enrichment' });
  const createRedactor = parts.createRedactor ?? redactorFactory(config);
  const createCall = (callId: CallId, takeover: TakeoverProgress) => {
    const roles = new CallRoles(config.EARSHOT_MIN_CONFIDENCE);
    const call = new EnrichedCall(new CallEventFactory(callId, clock, newId), createRedactor, takeover, roles);
    if (parts.transcriptHook !== null) call.shownRedactor = createRedactor();
    return call;
  };

  const piiStep = new PiiStep(pii, clock, metrics, {
    timeoutMs: config.EARSHOT_PII_TIMEOUT_MS,
    language: config.SPEECH_LANGUAGE,
    showsPartials: config.EARSHOT_PII_PARTIALS === 'shown',
  });
  const redactionStep = new RedactionStep(createRedactor, metrics, logger);
  const hookStep = new TranscriptHookStep(parts.transcriptHook, redactionStep);
  const sentimentStep = new SentimentStep(sentiment, clock, metrics, {
    timeoutMs: config.EARSHOT_SENTIMENT_TIMEOUT_MS,
    language: config.SPEECH_LANGUAGE,
    minConfidence: config.EARSHOT_MIN_CONFIDENCE,
  });
  const categoryStep = new CategoryStep(categories, metrics, logger, config.EARSHOT_MIN_CONFIDENCE);
  const metricsStep = new MetricsStep(metrics, logger);

  const storedFinals = parts.history === null ? null : new StoredFinals(parts.history);
  const replay = new StoredFinalReplay(redactionStep, categoryStep, metricsStep);
  const { isDurable: isBusDurable } = process.bus;
  const rebuilder = new CallRebuilder(storedFinals, replay, metrics, { createCall, isBusDurable });
  return new TranscriptEnricher(
    new CallOpener(new EnrichedCalls(clock, metrics), rebuilder, metrics),
    new LateFinalCounter(storedFinals, replay, clock, metrics, logger),
    new SegmentPipeline(piiStep, redactionStep, hookStep, sentimentStep, categoryStep, metricsStep),
    new EventPublisher(process),
    metrics,
  );
}

function redactorFactory(config: EnrichmentConfig): CreateRedactor {
  type Country = ConstructorParameters<typeof CallRedactor>[0]['defaultCountry'];
  const defaultCountry = config.EARSHOT_PHONE_COUNTRY as Country;
  const hiddenKinds = config.EARSHOT_REDACTION_TEXT;
  return () => new CallRedactor({ defaultCountry, hiddenKinds });
}
