import {
  Inject,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { GraphQLModule, GraphQLSchemaHost } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { ProcessContext } from '@earshot/runtime';
import { CallsResolver } from './areas/calls/calls.resolver.js';
import { createGateway, type Gateway, type GatewayAdapters } from './create-gateway.js';
import { UpdatesController } from './feed/updates.controller.js';
import type { GatewayConfig } from './gateway.config.js';
import { GATEWAY } from './gateway.tokens.js';
import { mercuriusOptions } from './platform/graphql/mercurius-options.js';
import { SubscriptionServer } from './platform/sockets/subscription-server.js';

/** Opens the sockets once the schema stands, and closes them before the server goes. */
class SubscriptionLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private server: SubscriptionServer | null = null;

  constructor(
    @Inject(GATEWAY) private readonly gateway: Gateway,
    @Inject(GraphQLSchemaHost) private readonly schemaHost: GraphQLSchemaHost,
    @Inject(HttpAdapterHost) private readonly http: HttpAdapterHost,
  ) {}

  onApplicationBootstrap(): void {
    const { config } = this.gateway;
    this.server = new SubscriptionServer(
      { ...this.gateway, maxSockets: config.EARSHOT_MAX_SOCKETS },
      this.schemaHost.schema,
    );
    this.server.attach(this.http.httpAdapter.getHttpServer());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.server?.close();
    this.gateway.feed.close();
  }
}

/** GraphQL, subscriptions and recordings over what is stored; `configureGateway` adds the rest of the HTTP side. */
@Module({})
export class GatewayModule {
  static forRoot(config: GatewayConfig, process: ProcessContext, adapters: GatewayAdapters): DynamicModule {
    const gateway = createGateway(config, process, adapters);
    const options: MercuriusDriverConfig = { driver: MercuriusDriver, ...mercuriusOptions(gateway) } as never;
    return {
      module: GatewayModule,
      imports: [GraphQLModule.forRoot<MercuriusDriverConfig>(options)],
      controllers: [UpdatesController],
      providers: [{ provide: GATEWAY, useValue: gateway }, CallsResolver, SubscriptionLifecycle],
    };
  }
}
