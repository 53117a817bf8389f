import { Inject, Module, type BeforeApplicationShutdown, type DynamicModule } from '@nestjs/common';
import type { RecordingStore, TranscriptProgressStore } from '@earshot/ports';
import type { ProcessContext } from '@earshot/runtime';
import { AudioController } from './audio.controller.js';
import { Backfill } from './backfill/backfill.js';
import { CallContexts } from './ownership/call-contexts.js';
import type { SpeechEngines } from './engine/engine-choice.js';
import { LifecycleController } from './lifecycle.controller.js';
import { LiveCalls } from './ownership/live-calls.js';
import { settingsOf, type TranscriptionConfig } from './transcription.config.js';
import { BACKFILL, LIVE_CALLS } from './transcription.tokens.js';

/** What transcription uses from outside; the composition builds and closes it. */
export interface TranscriptionAdapters {
  readonly engines: SpeechEngines;
  readonly recordings: RecordingStore;
  readonly progress: TranscriptProgressStore;
}

/** Drains before the bus subscriptions close, so that what was finished is still acknowledged. */
class TranscriptionLifecycle implements BeforeApplicationShutdown {
  constructor(
    @Inject(LIVE_CALLS) private readonly calls: LiveCalls,
    @Inject(BACKFILL) private readonly backfill: Backfill,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.calls.drain(), this.backfill.drain()]);
  }
}

/** Audio in, stable segments out. */
@Module({})
export class TranscriptionModule {
  static forRoot(config: TranscriptionConfig, process: ProcessContext, adapters: TranscriptionAdapters): DynamicModule {
    const contexts = new CallContexts(settingsOf(config), process, adapters.engines, adapters.progress);
    return {
      module: TranscriptionModule,
      controllers: [AudioController, LifecycleController],
      providers: [
        { provide: LIVE_CALLS, useFactory: () => new LiveCalls(contexts) },
        {
          provide: BACKFILL,
          useFactory: (calls: LiveCalls) => new Backfill(contexts, adapters.recordings, (callId) => calls.has(callId)),
          inject: [LIVE_CALLS],
        },
        TranscriptionLifecycle,
      ],
    };
  }
}
