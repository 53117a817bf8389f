import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { ProcessContext } from '@earshot/runtime';
import { WatchedCategories, type CategorySource } from './categories/watched-categories.js';
import { createTranscriptIntake, type EnrichmentAdapters } from './call/create-transcript-intake.js';
import { categoriesFileOf, type EnrichmentConfig } from './enrichment.config.js';
import { createEnrichmentMetrics } from './enrichment.metrics.js';
import { CATEGORIES, TRANSCRIPT_INTAKE } from './enrichment.tokens.js';
import { TranscriptController } from './transcript.controller.js';

/** Redaction, sentiment, categories and figures between what was heard and what is stored. */
@Module({})
export class EnrichmentModule implements OnApplicationShutdown {
  constructor(@Inject(CATEGORIES) private readonly categories: CategorySource) {}

  static forRoot(config: EnrichmentConfig, process: ProcessContext, adapters: EnrichmentAdapters): DynamicModule {
    const openCategories = (): Promise<CategorySource> =>
      WatchedCategories.open({
        file: categoriesFileOf(config),
        clock: process.clock,
        logger: process.logger.child({ service: 'enrichment' }),
        metrics: createEnrichmentMetrics(process.metrics),
      });
    return {
      module: EnrichmentModule,
      controllers: [TranscriptController],
      providers: [
        { provide: CATEGORIES, useFactory: () => adapters.categories ?? openCategories() },
        {
          provide: TRANSCRIPT_INTAKE,
          useFactory: (categories: CategorySource) =>
            createTranscriptIntake({ ...adapters, config, process, categories }),
          inject: [CATEGORIES],
        },
      ],
    };
  }

  onApplicationShutdown(): void {
    if (this.categories instanceof WatchedCategories) this.categories.close();
  }
}
