import { workOnDatabase } from '@earshot/embedded-postgres';
import { userInfo } from 'node:os';
import { Accounts, BreachedPasswords, PasswordHasher, PasswordPolicy } from '@earshot/access';
import { openPostgres, type PostgresStores } from '@earshot/postgres';
import { createToolLogger, newUuid, systemClock } from '@earshot/runtime';
import type { AuditedAccess } from '@earshot/contracts';
import { DEFAULT_TENANT } from '@earshot/domain';
import { Failure } from '@earshot/ports';
import type { AccessCommand } from './access-arguments.js';
import type { AccessConfig } from './access.config.js';
import { readPassword } from './read-password.js';
import { runAccessCommand, type AccessTools } from './run-access-command.js';

/** Runs the command on the database that the settings name, or else on that of the Earshot in the data directory. */
export const runOnDatabase = (
  command: AccessCommand,
  config: AccessConfig,
  print: (line: string) => void,
): Promise<void> =>
  workOnDatabase(
    config,
    (url) => openPostgres({ url, poolSize: 1, logger: createToolLogger() }),
    async (stores) => {
      // A key may be needed before the first service starts.
      await stores.migrate();
      const pageUrl = config.EARSHOT_ALLOWED_ORIGINS[0] ?? `http://localhost:${config.EARSHOT_HTTP_PORT}`;
      const file = config.EARSHOT_BREACHED_PASSWORDS_FILE;
      const breached = file === undefined ? null : new BreachedPasswords(file);
      await runAccessCommand(command, accessTools(stores, { clock: systemClock, pageUrl, print, breached }));
    },
  );

interface AccessGiven extends Pick<AccessTools, 'clock' | 'pageUrl' | 'print'> {
  /** Null or undefined: no file of breached passwords. */
  readonly breached?: BreachedPasswords | null;
  /** Where a password comes from; undefined: the standard input. */
  readonly input?: AsyncIterable<Uint8Array>;
}

/** What the commands work with, on a database. */
export function accessTools(
  stores: PostgresStores,
  { breached = null, input, clock, pageUrl, print }: AccessGiven,
): AccessTools {
  const { users, sessions, tickets, teams, accessKeys: keys, auditWriter } = stores;
  const secrets = { policy: new PasswordPolicy(breached), hasher: new PasswordHasher() };
  const accounts = new Accounts({ users, sessions, tickets, ...secrets, clock });
  return {
    ...{ accounts, users, tickets, teams, keys, clock, pageUrl, print },
    // A first look at the standard input opens it for as long as the process lives.
    readPassword: () => readPassword(input ?? process.stdin),
    applyChange: async (change, id, apply) => {
      const record = (action: 'MANAGE' | 'REFUSED') =>
        auditWriter.addAccesses(newUuid(), [describeChange(action, `${change}:${id}`, clock)]);
      await record('MANAGE');
      try {
        return await apply();
      } catch (error) {
        if (error instanceof Failure && !error.retryable) await record('REFUSED');
        throw error;
      }
    },
  };
}

/** A change by whoever has the database, whom the name of the user of the machine names. */
function describeChange(action: 'MANAGE' | 'REFUSED', detail: string, clock: AccessTools['clock']): AuditedAccess {
  const nowMs = Math.trunc(clock.nowMs());
  const subject = userInfo().username;
  const who = { tenant: DEFAULT_TENANT, principal: 'tool:access', subject, kind: 'SERVICE', address: null } as const;
  return { ...who, action, callId: null, details: [detail], count: 1, firstAtMs: nowMs, lastAtMs: nowMs };
}
