import type { IncomingMessage } from 'node:http';
import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { CallReader, Logger, RecordingStore } from '@earshot/ports';
import type { Access } from '../../access/access.js';
import type { GatewayConfig } from '../../gateway.config.js';
import type { Principal } from '@earshot/domain';
import { ClientKeys } from '@earshot/hosting';
import { ViewerAudits, type ViewerAudit } from '../../audit/viewer-audit.js';
import { RequestPrincipals } from '../../platform/http/request-principals.js';
import { ACCESS, CALL_READER, GATEWAY_CONFIG, LOGGER, RECORDINGS } from '../../platform/tokens.js';
import type { Area } from '../area.js';
import { audibilityRulesOf } from './audibility-rules.js';
import { RecordingRoute } from './recording-route.js';
import { RecordingsResolver } from './recordings.resolver.js';

@Module({
  providers: [
    RecordingsResolver,
    {
      provide: RecordingRoute,
      inject: [RECORDINGS, CALL_READER, ACCESS, RequestPrincipals, ViewerAudits, ClientKeys, LOGGER, GATEWAY_CONFIG],
      useFactory: (
        recordings: RecordingStore,
        reader: CallReader,
        access: Access,
        principals: RequestPrincipals,
        audits: ViewerAudits,
        clients: ClientKeys,
        logger: Logger,
        config: GatewayConfig,
      ) => {
        const auditOf = (viewer: Principal, request: IncomingMessage): ViewerAudit =>
          audits.auditOf(viewer, clients.addressOf(request));
        const rules = audibilityRulesOf(config);
        return new RecordingRoute({ recordings, reader, access, principals, auditOf, logger, rules });
      },
    },
  ],
})
export class RecordingsModule implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly http: HttpAdapterHost,
    @Inject(RecordingRoute) private readonly route: RecordingRoute,
  ) {}

  onModuleInit(): void {
    this.route.register(this.http.httpAdapter.getInstance());
  }
}

/** Playback of recordings over HTTP. */
export const recordingsArea: Area = { module: RecordingsModule, httpPaths: ['recordings'] };
