import { Module, type DynamicModule } from '@nestjs/common';
import type { ProcessContext } from '@earshot/runtime';
import { createIngest, type IngestAdapters } from './create-ingest.js';
import type { IngestConfig } from './ingest.config.js';
import { INGEST_SOCKETS } from './ingest.tokens.js';

/** Calls from their sockets to the bus. Attach `INGEST_SOCKETS` to the HTTP server; closing the application drains it. */
@Module({})
export class IngestModule {
  static forRoot(config: IngestConfig, process: ProcessContext, adapters: IngestAdapters): DynamicModule {
    return {
      module: IngestModule,
      providers: [{ provide: INGEST_SOCKETS, useFactory: () => createIngest(config, process, adapters) }],
      exports: [INGEST_SOCKETS],
    };
  }
}
