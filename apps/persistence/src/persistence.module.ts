import {
  Inject,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { ProcessContext } from '@earshot/runtime';
import { audioHandlers } from './handlers/audio-handlers.js';
import { CallEventsController } from './handlers/call-events.controller.js';
import { deadLetterHandlers } from './handlers/dead-letter-handlers.js';
import { insightHandlers } from './handlers/insight-handlers.js';
import { lifecycleHandlers } from './handlers/lifecycle-handlers.js';
import type { PersistenceConfig } from './persistence.config.js';
import {
  AUDIO_HANDLERS,
  DEAD_LETTER_HANDLERS,
  INSIGHT_HANDLERS,
  LIFECYCLE_HANDLERS,
  PERSISTENCE,
} from './persistence.tokens.js';
import { Persistence, type PersistenceAdapters } from './persistence.js';

/** Recovers before the service listens; saves what it can while its subscriptions acknowledge, and the rest once they are closed. */
@Module({})
export class PersistenceModule implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  static forRoot(config: PersistenceConfig, process: ProcessContext, adapters: PersistenceAdapters): DynamicModule {
    return {
      module: PersistenceModule,
      controllers: [CallEventsController],
      providers: [
        { provide: PERSISTENCE, useFactory: () => new Persistence(config, process, adapters) },
        {
          provide: AUDIO_HANDLERS,
          useFactory: ({ recorders }: Persistence) => audioHandlers(recorders),
          inject: [PERSISTENCE],
        },
        {
          provide: LIFECYCLE_HANDLERS,
          useFactory: ({ writes }: Persistence) => lifecycleHandlers(writes),
          inject: [PERSISTENCE],
        },
        {
          provide: INSIGHT_HANDLERS,
          useFactory: ({ writes }: Persistence) => insightHandlers(writes),
          inject: [PERSISTENCE],
        },
        { provide: DEAD_LETTER_HANDLERS, useFactory: () => deadLetterHandlers(adapters.deadLetters) },
      ],
      exports: [PERSISTENCE],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.persistence.recover();
    this.persistence.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.persistence.settle();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.persistence.close();
  }
}
