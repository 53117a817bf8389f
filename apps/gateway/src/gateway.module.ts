import { Module, type DynamicModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { ClientKeys, RequestGate } from '@earshot/hosting';
import type { Clock, Logger } from '@earshot/ports';
import type { ProcessContext } from '@earshot/runtime';
import { AccessModule } from './access/access.module.js';
import type { Area } from './areas/area.js';
import * as areas from './areas/index.js';
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

const allAreas = Object.values<Area>(areas);
const costs = mergeCosts(allAreas.map((area) => area.costs ?? {}));

/** Serves every area over GraphQL. `configureGateway` adds the checks and the web page to the HTTP server. */
@Module({})
export class GatewayModule {
  static forRoot(config: GatewayConfig, process: ProcessContext, adapters: GatewayAdapters): DynamicModule {
    const { authenticator } = adapters;
    const areaErrorCodes = allAreas.flatMap(({ errorCodes }) => errorCodes ?? []);
    return {
      module: GatewayModule,
      imports: [
        PlatformModule.forRoot({ config, process, adapters, costs, areaErrorCodes }),
        AccessModule.forRoot(adapters.teams),
        GraphQLModule.forRootAsync<MercuriusDriverConfig>({
          driver: MercuriusDriver,
          inject: [RequestPrincipals, ErrorReporter, OperationLimits, HttpCharges],
          useFactory: (
            principals: RequestPrincipals,
            errors: ErrorReporter,
            limits: OperationLimits,
            charges: HttpCharges,
          ) =>
            mercuriusOptions({
              principals,
              errors,
              introspection: allowsIntrospection(config),
              limits,
              charges,
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
            ClientKeys,
            GatewayMetrics,
            CLOCK,
            LOGGER,
          ],
          useFactory: (
            gate: RequestGate,
            guard: RequestGuard,
            errors: ErrorReporter,
            limits: OperationLimits,
            clients: ClientKeys,
            metrics: GatewayMetrics,
            clock: Clock,
            logger: Logger,
          ) =>
            subscriptionServerFactory({
              config,
              authenticator,
              gate,
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
