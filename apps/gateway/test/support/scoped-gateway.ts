import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { CallId } from '@earshot/contracts';
import type { Principal } from '@earshot/domain';
import { startEmbeddedPostgres } from '@earshot/embedded-postgres';
import { copyTestCluster } from '@earshot/embedded-postgres/testing';
import { createCallKeys, createNumberDigests, openCallReader, sealCallStore } from '@earshot/keys';
import {
  Failure,
  type Authenticator,
  type CallWrite,
  type MasterKey,
  type NotificationTarget,
  type TeamMember,
} from '@earshot/ports';
import { openPostgres, type PostgresStores } from '@earshot/postgres';
import { CapturingLogger } from '@earshot/testing';
import { realClock } from './fake-process.js';
import { RunningGateway } from './running-gateway.js';

/** A gateway on a real PostgreSQL, for several principals. A request names its principal: `Authorization: Bearer NAME`. */
export interface ScopedGateway {
  readonly gateway: RunningGateway;
  readonly stores: PostgresStores;
  /** Stores the facts and announces the changed rows. */
  store(...writes: CallWrite[]): Promise<void>;
  /** Stores the facts, and adds what the targets are told of. */
  storeFor(targets: readonly NotificationTarget[], ...writes: CallWrite[]): Promise<void>;
  /** Adds the members, and waits until the gateway has read them. */
  addMembers(...members: TeamMember[]): Promise<void>;
  stop(): Promise<void>;
}

export async function startScopedGateway(
  principals: Readonly<Record<string, Principal>>,
  env: Record<string, string> = {},
  /** Seals the numbers and names of the calls. */
  masterKey?: MasterKey,
): Promise<ScopedGateway> {
  const home = await mkdtemp(join(tmpdir(), 'earshot-scoped-'));
  await copyTestCluster(home);
  const logger = new CapturingLogger();
  const postgres = await startEmbeddedPostgres({ dataDir: home, logger });
  const stores = openPostgres({ url: postgres.url, poolSize: 8, logger });
  await stores.migrate();
  const { callReader, callStore } = masterKey === undefined ? stores : await sealCalls(stores, masterKey);
  const gateway = await RunningGateway.start(env, realClock, authenticatorOf(principals), {
    callErasures: stores.callErasures,
    callKeeping: stores.callKeeping,
    notifications: stores.notifications,
    retention: stores.retention,
    accessKeys: stores.accessKeys,
    reader: callReader,
    teams: stores.teams,
  });
  return {
    gateway,
    stores,
    async store(...writes) {
      const { changes } = await callStore.apply(writes, Date.now());
      for (const { callId, kind, id, version } of changes)
        await gateway.publish('calls.updates', 'row.changed', callId as CallId, { kind, id, version });
    },
    async storeFor(targets, ...writes) {
      await callStore.apply(writes, Date.now(), targets);
    },
    async addMembers(...members) {
      for (const member of members) await stores.teams.addMember(member);
      const isKnown = ({ tenant, team, agentId }: TeamMember) => gateway.teams.teamsOf(tenant, agentId).includes(team);
      while (!members.every(isKnown)) await setTimeout(10);
    },
    async stop() {
      await gateway.stop();
      await stores.close();
      await postgres.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function sealCalls({ callKeys, callReader, callStore }: PostgresStores, masterKey: MasterKey) {
  const keys = createCallKeys({ masterKey, store: callKeys, clock: realClock });
  const tools = { keys, digestNumbers: await createNumberDigests(masterKey) };
  return { callReader: openCallReader(callReader, tools), callStore: sealCallStore(callStore, tools) };
}

const authenticatorOf = (principals: Readonly<Record<string, Principal>>): Authenticator => ({
  async authenticate({ headers }) {
    const name = /^Bearer (.+)$/.exec(String(headers['authorization']))?.[1] ?? '';
    const principal = principals[name];
    if (principal === undefined) throw new Failure('UNAUTHENTICATED', 'Nobody has this key.');
    return principal;
  },
  watch: () => () => undefined,
});

/** The headers of a request of this principal. */
export const as = (name: string): Record<string, string> => ({ authorization: `Bearer ${name}` });
