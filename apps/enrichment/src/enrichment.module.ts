import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { ProcessContext } from '@earshot/runtime';
import { WatchedCategories } from './categories/watched-categories.js';
import { createTranscriptEnricher, type EnrichmentAdapters } from './create-transcript-enricher.js';
import { categoriesFileOf, type EnrichmentConfig } from './enrichment.config.js';
import { createEnrichmentMetrics } from './enrichment.metrics.js';
import { CATEGORIES, EVENT_BUS, TRANSCRIPT_ENRICHER } from './enrichment.tokens.js';
import { ControlController } from './handlers/control.controller.js';
import { TranscriptController } from './handlers/transcript.controller.js';

@Module({})
export class EnrichmentModule implements OnApplicationShutdown {
  constructor(@Inject(CATEGORIES) private readonly categories: WatchedCategories) {}

  static forRoot(config: EnrichmentConfig, process: ProcessContext, adapters: EnrichmentAdapters): DynamicModule {
    const { clock, metrics } = process;
    const logger = process.logger.child({ service: 'enrichment' });
    return {
      module: EnrichmentModule,
      controllers: [TranscriptController, ControlController],
      providers: [
        { provide: EVENT_BUS, useValue: process.bus },
        {
          provide: CATEGORIES,
          useFactory: () =>
            WatchedCategories.open(categoriesFileOf(config), clock, logger, createEnrichmentMetrics(metrics)),
        },
        {
          provide: TRANSCRIPT_ENRICHER,
          useFactory: (categories: WatchedCategories) =>
            createTranscriptEnricher({ ...adapters, config, process, categories }),
          inject: [CATEGORIES],
        },
      ],
    };
  }

  onApplicationShutdown(): void {
    this.categories.close();
  }
}
