import {
  Inject,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { ProcessContext } from '@earshot/runtime';
import { AudioController } from './handlers/audio.controller.js';
import { BackfillQueue } from './backfill/backfill-queue.js';
import { createTranscription, type TranscriptionAdapters } from './create-transcription.js';
import { LifecycleController } from './handlers/lifecycle.controller.js';
import { OwnedCalls } from './ownership/owned-calls.js';
import type { UnfinishedTranscripts } from './ownership/unfinished-transcripts.js';
import { settingsOf, type TranscriptionConfig } from './transcription.config.js';
import { BACKFILL_QUEUE, OWNED_CALLS, UNFINISHED_TRANSCRIPTS } from './transcription.tokens.js';

/** Drains before the bus subscriptions close, so that finished work is still acknowledged. */
class TranscriptionLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    @Inject(OWNED_CALLS) private readonly calls: OwnedCalls,
    @Inject(BACKFILL_QUEUE) private readonly backfills: BackfillQueue,
    @Inject(UNFINISHED_TRANSCRIPTS) private readonly unfinished: UnfinishedTranscripts | null,
  ) {}

  onApplicationBootstrap(): void {
    this.unfinished?.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.unfinished?.stop(), this.calls.drain(), this.backfills.drain()]);
  }
}

/** Audio in, stable segments out. */
@Module({})
export class TranscriptionModule {
  static forRoot(config: TranscriptionConfig, process: ProcessContext, adapters: TranscriptionAdapters): DynamicModule {
    const { calls, backfills, unfinished } = createTranscription(settingsOf(config), process, adapters);
    return {
      module: TranscriptionModule,
      controllers: [AudioController, LifecycleController],
      providers: [
        { provide: OWNED_CALLS, useValue: calls },
        { provide: BACKFILL_QUEUE, useValue: backfills },
        { provide: UNFINISHED_TRANSCRIPTS, useValue: unfinished },
        TranscriptionLifecycle,
      ],
    };
  }
}
