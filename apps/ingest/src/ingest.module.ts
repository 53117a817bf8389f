import { Module, type DynamicModule } from '@nestjs/common';
import type { ProcessContext } from '@earshot/runtime';
import { createIngest, type IngestAdapters } from './create-ingest.js';
import { ControlController } from './handlers/control.controller.js';
import type { IngestConfig } from './ingest.config.js';
import { INGEST_SERVER } from './ingest.tokens.js';

/** Calls from their sources to the bus. Attach `INGEST_SERVER` to the HTTP server; closing the application drains it. */
@Module({})
export class IngestModule {
  static forRoot(config: IngestConfig, process: ProcessContext, adapters: IngestAdapters): DynamicModule {
    return {
      module: IngestModule,
      controllers: [ControlController],
      providers: [{ provide: INGEST_SERVER, useFactory: () => createIngest(config, process, adapters) }],
      exports: [INGEST_SERVER],
    };
  }
}
