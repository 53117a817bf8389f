import { Module } from '@nestjs/common';
import type { AuditReader } from '@earshot/ports';
import { GatewayMetrics } from '../../platform/gateway-metrics.js';
import { AUDIT_READER } from '../../platform/tokens.js';
import type { Area } from '../area.js';
import { MAX_AUDIT_PAGE, VisibleAudit } from './audit.queries.js';
import { AuditResolver } from './audit.resolver.js';

@Module({
  providers: [
    AuditResolver,
    {
      provide: VisibleAudit,
      inject: [AUDIT_READER, GatewayMetrics],
      useFactory: (reader: AuditReader, metrics: GatewayMetrics) => new VisibleAudit(reader, metrics),
    },
  ],
})
export class AuditTrailModule {}

/** Who did what, for auditors. */
export const auditArea: Area = {
  module: AuditTrailModule,
  costs: {
    weights: { auditTrail: 50, lookedAtBy: 10 },
    pages: { auditTrail: { default: 25, max: MAX_AUDIT_PAGE } },
    listLengths: { details: 2, lookedAtBy: 10 },
  },
  errorCodes: ['FORBIDDEN'],
};
