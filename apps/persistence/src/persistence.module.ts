import {
  Inject,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { ProcessContext } from '@earshot/runtime';
import { CallEventsController } from './handlers/call-events.controller.js';
import type { PersistenceConfig } from './persistence.config.js';
import { PERSISTENCE } from './persistence.tokens.js';
import { Persistence, type PersistenceAdapters } from './persistence.js';

/** Recovers before the service subscribes. At shutdown, drains while the subscriptions acknowledge and closes after them. */
@Module({})
export class PersistenceModule implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  static forRoot(config: PersistenceConfig, process: ProcessContext, adapters: PersistenceAdapters): DynamicModule {
    return {
      module: PersistenceModule,
      controllers: [CallEventsController],
      providers: [{ provide: PERSISTENCE, useFactory: () => new Persistence(config, process, adapters) }],
      exports: [PERSISTENCE],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.persistence.sealOldLetters();
    await this.persistence.recoverRecordings();
    this.persistence.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.persistence.drain();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.persistence.close();
  }
}
