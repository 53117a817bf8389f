import { workOnDatabase } from '@earshot/embedded-postgres';
import { openPostgres } from '@earshot/postgres';
import { createToolLogger } from '@earshot/runtime';
import type { AuditCommand } from './audit-arguments.js';
import type { AuditConfig } from './audit.config.js';
import { runAuditCommand } from './run-audit-command.js';

/** Runs the command on the database that the settings name, or else on that of the Earshot in the data directory. */
export const runOnDatabase = (
  command: Exclude<AuditCommand, { readonly name: 'help' }>,
  config: AuditConfig,
  print: (line: string) => void,
): Promise<void> =>
  workOnDatabase(
    config,
    (url) => openPostgres({ url, poolSize: 1, logger: createToolLogger() }),
    ({ auditReader }) => runAuditCommand(command, { audit: auditReader, print }),
  );
