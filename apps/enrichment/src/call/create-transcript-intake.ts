import { CallRedactor } from '@earshot/domain';
import type { SentimentEngine } from '@earshot/ports';
import { EventPublisher, type ProcessContext } from '@earshot/runtime';
import { CallStates } from './call-states.js';
import type { EnrichmentTools } from './enrich-segment.js';
import type { CallHistory } from '../takeover/stored-finals.js';
import { TakeOver } from '../takeover/take-over.js';
import type { CategorySource } from '../categories/watched-categories.js';
import type { EnrichmentConfig } from '../enrichment.config.js';
import { createEnrichmentMetrics } from '../enrichment.metrics.js';
import { TranscriptIntake } from './transcript-intake.js';

/** The ports enrichment uses. */
export interface EnrichmentAdapters {
  readonly sentiment: SentimentEngine;
  /** What is stored of calls that another process had; null where there is nothing to read it from. */
  readonly history: CallHistory | null;
  /** Instead of the file of the configuration. */
  readonly categories?: CategorySource;
}

export interface EnrichmentParts {
  readonly config: EnrichmentConfig;
  readonly process: ProcessContext;
  readonly sentiment: SentimentEngine;
  readonly history: CallHistory | null;
  readonly categories: CategorySource;
  /** Instead of the redactor of the domain. */
  readonly createRedactor?: EnrichmentTools['createRedactor'];
}

/** Puts enrichment together, without Nest. */
export function createTranscriptIntake(parts: EnrichmentParts): TranscriptIntake {
  const { config, process, sentiment, history, categories } = parts;
  const { clock, newId } = process;
  const metrics = createEnrichmentMetrics(process.metrics);
  const defaultCountry = config.EARSHOT_PHONE_COUNTRY as ConstructorParameters<
    typeof CallRedactor
  >[0]['defaultCountry'];
  const createRedactor = parts.createRedactor ?? (() => new CallRedactor({ defaultCountry }));
  const tools: EnrichmentTools = {
    clock,
    newId,
    metrics,
    categories,
    createRedactor,
    logger: process.logger.child({ service: 'enrichment' }),
    scoring: {
      engine: sentiment,
      clock,
      metrics,
      timeoutMs: config.EARSHOT_SENTIMENT_TIMEOUT_MS,
      language: config.SPEECH_LANGUAGE,
    },
  };
  return new TranscriptIntake({
    states: new CallStates({ clock, metrics }),
    takeOver: new TakeOver({ ...tools, history, isShared: process.bus.isDurable }),
    publisher: new EventPublisher(process),
    tools,
  });
}
