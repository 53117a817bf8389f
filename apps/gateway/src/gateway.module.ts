import { CombinedAuthenticator } from '@earshot/access';
import { Module, type DynamicModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { ClientKeys, RequestGate } from '@earshot/hosting';
import type { Clock, Logger } from '@earshot/ports';
import { EventPublisher, type ProcessContext } from '@earshot/runtime';
import { AccessModule } from './access/access.module.js';
import type { Area } from './areas/area.js';
import * as areas from './areas/index.js';
import { AuditRecorder } from './audit/audit-recorder.js';
import { AuditedAuthenticator } from './audit/audited-authenticator.js';
import { AuditModule } from './audit/audit.module.js';
import { ViewerAudits } from './audit/viewer-audit.js';
import type { GatewayConfig } from './gateway.config.js';
import { UpdatesController } from './handlers/updates.controller.js';
import { GatewayMetrics } from './platform/gateway-metrics.js';
import { allowsIntrospection } from './platform/graphql/allows-introspection.js';
import { ErrorReporter } from './platform/graphql/error-reporter.js';
import { mercuriusOptions } from './platform/graphql/mercurius-options.js';
import { RequestGuard } from './platform/http/request-guard.js';
import { RequestPrincipals } from './platform/http/request-principals.js';
import { HttpCharges } from './platform/http/http-charges.js';
import { OperationLimits } from './platform/limits/operation-limits.js';
import { mergeCosts } from './platform/limits/query-costs.js';
import { PlatformModule, type GatewayAdapters } from './platform/platform.module.js';
import {
  CREATE_SUBSCRIPTION_SERVER,
  subscriptionServerFactory,
} from './platform/sockets/create-subscription-server.js';
import { SubscriptionsGateway } from './platform/sockets/subscriptions.gateway.js';
import { CLOCK, LOGGER } from './platform/tokens.js';
import { ScimModule } from './scim/scim.module.js';
import { SignInModule } from './sign-in/sign-in.module.js';

const allAreas = Object.values<Area>(areas);
const costs = mergeCosts(allAreas.map((area) => area.costs ?? {}));

/** Serves every area over GraphQL. `configureGateway` adds the checks and the web page to the HTTP server. */
@Module({})
export class GatewayModule {
  static forRoot(config: GatewayConfig, process: ProcessContext, adapters: GatewayAdapters): DynamicModule {
    const clients = new ClientKeys(config.EARSHOT_TRUSTED_PROXIES);
    const recorder = createRecorder(process);
    const auditing = { recorder, clients, clock: process.clock };
    const headers = new AuditedAuthenticator(adapters.authenticator, auditing);
    const { people } = adapters;
    const authenticator = people === null ? headers : new CombinedAuthenticator(headers, people.authenticator);
    const audited = { ...adapters, authenticator };
    const areaErrorCodes = allAreas.flatMap(({ errorCodes }) => errorCodes ?? []);
    return {
      module: GatewayModule,
      imports: [
        PlatformModule.forRoot({ config, process, adapters: audited, clients, costs, areaErrorCodes }),
        AuditModule.forRoot(recorder, adapters.reader),
        AccessModule.forRoot(adapters.teams),
        SignInModule,
        ScimModule,
        GraphQLModule.forRootAsync<MercuriusDriverConfig>({
          driver: MercuriusDriver,
          inject: [RequestPrincipals, ErrorReporter, OperationLimits, HttpCharges, ViewerAudits],
          useFactory: (
            principals: RequestPrincipals,
            errors: ErrorReporter,
            limits: OperationLimits,
            charges: HttpCharges,
            audits: ViewerAudits,
          ) =>
            mercuriusOptions({
              principals,
              errors,
              introspection: allowsIntrospection(config),
              limits,
              charges,
              audits,
              clients,
            }) as never,
        }),
        ...allAreas.map(({ module }) => module),
      ],
      controllers: [UpdatesController],
      providers: [
        SubscriptionsGateway,
        {
          provide: CREATE_SUBSCRIPTION_SERVER,
          inject: [
            RequestGate,
            RequestGuard,
            ErrorReporter,
            OperationLimits,
            ViewerAudits,
            GatewayMetrics,
            CLOCK,
            LOGGER,
          ],
          useFactory: (
            gate: RequestGate,
            guard: RequestGuard,
            errors: ErrorReporter,
            limits: OperationLimits,
            audits: ViewerAudits,
            metrics: GatewayMetrics,
            clock: Clock,
            logger: Logger,
          ) =>
            subscriptionServerFactory({
              config,
              authenticator,
              gate,
              audits,
              guard,
              errors,
              limits,
              clients,
              metrics,
              clock,
              logger,
            }),
        },
      ],
    };
  }
}

function createRecorder(process: ProcessContext): AuditRecorder {
  const { clock, newId } = process;
  const logger = process.logger.child({ service: 'gateway' });
  return new AuditRecorder({ publisher: new EventPublisher<'gateway'>(process), clock, newId, logger });
}
