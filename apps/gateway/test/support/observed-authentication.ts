import { oidcConfigSchema, REFRESH_DISABLED_EVERY_MS } from '@earshot/access';
import { openAuthentication, ShutdownSteps } from '@earshot/hosting';
import type { Authenticator, DisabledPerson, Logger } from '@earshot/ports';
import type { PostgresStores } from '@earshot/postgres';
import type { ManualClock } from '@earshot/testing';

/** The authentication of a process by keys and access tokens. A test can wait for its reads of the database. */
export class ObservedAuthentication {
  private readonly shutdown = new ShutdownSteps();
  private lastRead: Promise<readonly DisabledPerson[]> = Promise.resolve([]);

  private constructor(private readonly clock: ManualClock) {}

  /** `oidc`: the settings of the provider. */
  static async open(
    oidc: Record<string, string>,
    { accessKeys, users }: PostgresStores,
    { clock, logger }: { readonly clock: ManualClock; readonly logger: Logger },
  ): Promise<{ readonly authentication: ObservedAuthentication; readonly authenticator: Authenticator }> {
    const authentication = new ObservedAuthentication(clock);
    const observed = {
      listDisabled: (tenant: string) => (authentication.lastRead = users.listDisabled(tenant)),
    };
    const config = { EARSHOT_AUTH: 'oidc' as const, ...oidcConfigSchema.parse(oidc) };
    const { shutdown } = authentication;
    const stores = { accessKeys, users: observed };
    return { authentication, authenticator: await openAuthentication(config, stores, { clock, logger, shutdown }) };
  }

  /** Waits until the process has read anew who is disabled, and has told the sockets. */
  async refresh(): Promise<void> {
    for (const waitMs of [0, REFRESH_DISABLED_EVERY_MS]) {
      await this.clock.advance(waitMs);
      await this.lastRead;
      // The process acts on the answer, and plans its next read.
      await this.clock.advance(0);
    }
  }

  stop(): Promise<void> {
    return this.shutdown.run();
  }
}
