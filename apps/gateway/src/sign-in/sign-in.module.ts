import type { People, SingleSignOn } from '@earshot/access';
import { ClientKeys } from '@earshot/hosting';
import type { Clock, Logger } from '@earshot/ports';
import { Inject, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { AuditRecorder } from '../audit/audit-recorder.js';
import type { GatewayConfig } from '../gateway.config.js';
import { CLOCK, GATEWAY_CONFIG, LOGGER, PEOPLE, SINGLE_SIGN_ON } from '../platform/tokens.js';
import { SignInServer } from './sign-in-server.js';

/** Signs people in and out. */
@Module({
  providers: [
    {
      provide: SignInServer,
      inject: [PEOPLE, SINGLE_SIGN_ON, GATEWAY_CONFIG, AuditRecorder, ClientKeys, CLOCK, LOGGER],
      useFactory: (
        people: People | null,
        singleSignOn: SingleSignOn | null,
        config: GatewayConfig,
        recorder: AuditRecorder,
        clients: ClientKeys,
        clock: Clock,
        logger: Logger,
      ) => new SignInServer({ people, singleSignOn, auth: config.EARSHOT_AUTH, recorder, clients, clock, logger }),
    },
  ],
})
export class SignInModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    @Inject(HttpAdapterHost) private readonly http: HttpAdapterHost,
    @Inject(SignInServer) private readonly server: SignInServer,
  ) {}

  onModuleInit(): void {
    this.server.register(this.http.httpAdapter.getInstance());
    this.server.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.server.stop();
  }
}
