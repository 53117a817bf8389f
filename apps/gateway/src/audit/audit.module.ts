import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { CallReader } from '@earshot/ports';
import { AuditRecorder } from './audit-recorder.js';
import { AuditedCalls } from './audited-calls.js';
import { ViewerAudits } from './viewer-audit.js';

/** Records who did what, until the last request is answered. */
@Module({})
export class AuditModule implements OnApplicationShutdown {
  static forRoot(recorder: AuditRecorder, reader: Pick<CallReader, 'placementsById'>): DynamicModule {
    const providers = [
      { provide: AuditRecorder, useValue: recorder },
      { provide: ViewerAudits, useValue: new ViewerAudits(recorder, new AuditedCalls(reader)) },
    ];
    return { module: AuditModule, global: true, providers, exports: [AuditRecorder, ViewerAudits] };
  }

  constructor(@Inject(AuditRecorder) private readonly recorder: AuditRecorder) {}

  onApplicationShutdown(): Promise<void> {
    return this.recorder.close();
  }
}
