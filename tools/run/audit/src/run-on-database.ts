import { locateDatabase } from '@earshot/embedded-postgres';
import { openPostgres } from '@earshot/postgres';
import { createLogger } from '@earshot/runtime';
import type { AuditCommand } from './audit-arguments.js';
import type { AuditConfig } from './audit.config.js';
import { runAuditCommand } from './run-audit-command.js';

/** Runs the command on the database that the settings name, or else on that of the Earshot in the data directory. */
export async function runOnDatabase(
  command: Exclude<AuditCommand, { readonly name: 'help' }>,
  config: AuditConfig,
  print: (line: string) => void,
): Promise<void> {
  const url = await locateDatabase(config);
  const logger = createLogger({ level: 'error', format: 'text', write: (line) => void process.stderr.write(line) });
  const stores = openPostgres({ url, poolSize: 1, logger });
  try {
    await runAuditCommand(command, { audit: stores.auditReader, print });
  } finally {
    await stores.close();
  }
}
