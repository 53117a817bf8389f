import { DEFAULT_TENANT } from '@earshot/domain';
import { Failure, type Clock, type GrantsOfGroups, type Logger, type ProvisioningStore } from '@earshot/ports';

const RETRY_AFTER_MS = 5_000;

export interface GrantsAfterStartParts {
  readonly provisioning: Pick<ProvisioningStore, 'grantAll'>;
  readonly grantsOf: GrantsOfGroups;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Gives accounts anew what their groups give, once after the start: the settings may say something else than before. */
export class GrantsAfterStart {
  private running: Promise<void> = Promise.resolve();
  private cancelRetry = (): void => undefined;

  constructor(private readonly parts: GrantsAfterStartParts) {}

  start(): void {
    this.running = this.grantAll();
  }

  async stop(): Promise<void> {
    await this.running;
    this.cancelRetry();
  }

  /** Never rejects. Tries again while the database does not answer. */
  private async grantAll(): Promise<void> {
    const { provisioning, grantsOf, clock, logger } = this.parts;
    try {
      await provisioning.grantAll(DEFAULT_TENANT, grantsOf);
    } catch (error) {
      if (error instanceof Failure && error.retryable)
        this.cancelRetry = clock.schedule(RETRY_AFTER_MS, () => this.start());
      else
        logger.error({ err: error }, 'could not give accounts what their groups give; their roles stay as they were');
    }
  }
}
