import { groupGrants, type People } from '@earshot/access';
import { ClientKeys } from '@earshot/hosting';
import type { Clock, Logger } from '@earshot/ports';
import { Inject, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ViewerAudits } from '../audit/viewer-audit.js';
import type { GatewayConfig } from '../gateway.config.js';
import { HttpCharges } from '../platform/http/http-charges.js';
import { RequestPrincipals } from '../platform/http/request-principals.js';
import { CLOCK, GATEWAY_CONFIG, LOGGER, PEOPLE } from '../platform/tokens.js';
import { GrantsAfterStart } from './grants-after-start.js';
import { GroupProvisioning } from './group-provisioning.js';
import { ScimRoutes } from './scim-routes.js';
import { UserProvisioning } from './user-provisioning.js';

/** Lets an identity provider make, change and disable accounts. */
@Module({
  providers: [
    {
      provide: ScimRoutes,
      inject: [PEOPLE, GATEWAY_CONFIG, RequestPrincipals, HttpCharges, ViewerAudits, ClientKeys, CLOCK, LOGGER],
      useFactory: (
        people: People | null,
        config: GatewayConfig,
        principals: RequestPrincipals,
        charges: HttpCharges,
        audits: ViewerAudits,
        clients: ClientKeys,
        clock: Clock,
        logger: Logger,
      ) => {
        return new ScimRoutes({
          users: people && new UserProvisioning(people, config.EARSHOT_SCIM_AGENT_ID),
          groups: people && new GroupProvisioning(people.stores.provisioning, grantsOf(config), clock),
          auditOf: (viewer, request) => audits.auditOf(viewer, clients.addressOf(request)),
          publicOrigin: config.EARSHOT_ALLOWED_ORIGINS[0],
          ...{ principals, charges, logger },
        });
      },
    },
    {
      provide: GrantsAfterStart,
      inject: [PEOPLE, GATEWAY_CONFIG, CLOCK, LOGGER],
      useFactory: (people: People | null, config: GatewayConfig, clock: Clock, logger: Logger) =>
        people !== null && config.EARSHOT_SCIM_ROLES.length > 0
          ? new GrantsAfterStart({
              provisioning: people.stores.provisioning,
              grantsOf: grantsOf(config),
              ...{ clock, logger },
            })
          : null,
    },
  ],
})
export class ScimModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    @Inject(HttpAdapterHost) private readonly http: HttpAdapterHost,
    @Inject(ScimRoutes) private readonly routes: ScimRoutes,
    @Inject(GrantsAfterStart) private readonly grants: GrantsAfterStart | null,
  ) {}

  onModuleInit(): void {
    this.routes.register(this.http.httpAdapter.getInstance());
    this.grants?.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.grants?.stop();
  }
}

const grantsOf = ({ EARSHOT_SCIM_ROLES: roles, EARSHOT_SCIM_TEAMS: hasTeams }: GatewayConfig) =>
  groupGrants({ roles, hasTeams });
