import { Inject, Module, type BeforeApplicationShutdown, type DynamicModule } from '@nestjs/common';
import type { ProcessContext } from '@earshot/runtime';
import { AudioController } from './handlers/audio.controller.js';
import { BackfillQueue } from './backfill/backfill-queue.js';
import { createTranscription, type TranscriptionAdapters } from './create-transcription.js';
import { LifecycleController } from './handlers/lifecycle.controller.js';
import { OwnedCalls } from './ownership/owned-calls.js';
import { settingsOf, type TranscriptionConfig } from './transcription.config.js';
import { BACKFILL_QUEUE, OWNED_CALLS } from './transcription.tokens.js';

/** Drains before the bus subscriptions close, so that finished work is still acknowledged. */
class TranscriptionLifecycle implements BeforeApplicationShutdown {
  constructor(
    @Inject(OWNED_CALLS) private readonly calls: OwnedCalls,
    @Inject(BACKFILL_QUEUE) private readonly backfills: BackfillQueue,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.calls.drain(), this.backfills.drain()]);
  }
}

/** Audio in, stable segments out. */
@Module({})
export class TranscriptionModule {
  static forRoot(config: TranscriptionConfig, process: ProcessContext, adapters: TranscriptionAdapters): DynamicModule {
    const { calls, backfills } = createTranscription(settingsOf(config), process, adapters);
    return {
      module: TranscriptionModule,
      controllers: [AudioController, LifecycleController],
      providers: [
        { provide: OWNED_CALLS, useValue: calls },
        { provide: BACKFILL_QUEUE, useValue: backfills },
        TranscriptionLifecycle,
      ],
    };
  }
}
