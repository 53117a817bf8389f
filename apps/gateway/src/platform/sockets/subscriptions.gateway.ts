import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { FeedRegistry } from '../../feed/feed-registry.js';
import { CREATE_SUBSCRIPTION_SERVER, type CreateSubscriptionServer } from './create-subscription-server.js';
import type { SubscriptionServer } from './subscription-server.js';

/** Opens the WebSocket server once the schema is built, and closes it before the HTTP server. */
@Injectable()
export class SubscriptionsGateway implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private server: SubscriptionServer | null = null;

  constructor(
    @Inject(CREATE_SUBSCRIPTION_SERVER) private readonly createServer: CreateSubscriptionServer,
    @Inject(GraphQLSchemaHost) private readonly schemaHost: GraphQLSchemaHost,
    @Inject(HttpAdapterHost) private readonly http: HttpAdapterHost,
    @Inject(FeedRegistry) private readonly feeds: FeedRegistry,
  ) {}

  /** Whether there is room for another socket. */
  get hasRoom(): boolean {
    return this.server === null || !this.server.isFull;
  }

  onApplicationBootstrap(): void {
    this.server = this.createServer(this.schemaHost.schema);
    this.server.attachTo(this.http.httpAdapter.getHttpServer());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.server?.close();
    this.feeds.closeAll();
  }
}
