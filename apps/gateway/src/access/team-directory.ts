import type { Clock, Logger, TeamStore } from '@earshot/ports';
import { PeriodicTask } from '@earshot/runtime';

/** How often the members of all teams are read again. The old team gets the calls of an agent who moved for this long. */
const REREAD_MS = 1_000;
/** Members that were read longer ago count as unknown: then nobody gets a call because of a team. */
const USABLE_MS = 15_000;

/** The teams of each agent, for checks of deliveries. They are in memory, because each delivery asks. */
export class TeamDirectory {
  private readonly rereading: PeriodicTask;
  private teamsByAgent: ReadonlyMap<string, readonly string[]> = new Map();
  private readAtMs = -Infinity;

  constructor(
    private readonly store: Pick<TeamStore, 'listMembers'>,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    this.rereading = new PeriodicTask(
      clock,
      REREAD_MS,
      () => this.readMembers(),
      (error) => logger.warn({ err: error }, 'could not read the members of the teams; trying again'),
    );
  }

  /** Does not wait for the store, which may be away. */
  start(): void {
    void this.readMembers().catch(() => undefined);
    this.rereading.start();
  }

  stop(): Promise<void> {
    return this.rereading.stop();
  }

  teamsOf(tenant: string, agentId: string): readonly string[] {
    if (this.clock.nowMs() - this.readAtMs > USABLE_MS) return [];
    return this.teamsByAgent.get(keyOf(tenant, agentId)) ?? [];
  }

  private async readMembers(): Promise<void> {
    const readAtMs = this.clock.nowMs();
    const teams = new Map<string, string[]>();
    for (const { tenant, team, agentId } of await this.store.listMembers()) {
      const key = keyOf(tenant, agentId);
      const known = teams.get(key);
      if (known === undefined) teams.set(key, [team]);
      else known.push(team);
    }
    this.teamsByAgent = teams;
    this.readAtMs = readAtMs;
  }
}

const keyOf = (tenant: string, agentId: string): string => JSON.stringify([tenant, agentId]);
