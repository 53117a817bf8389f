import { DEFAULT_TENANT } from '@earshot/domain';
import { Failure, type AuditReader, type AuditVerdict } from '@earshot/ports';
import type { AuditCommand } from './audit-arguments.js';
import { formatEntry, formatJsonLine } from './format-entry.js';

export interface AuditTools {
  readonly audit: AuditReader;
  print(line: string): void;
}

type CommandNamed<Name extends AuditCommand['name']> = Extract<AuditCommand, { name: Name }>;

/** Runs the command of an operator. Rejects with a one-line `Failure`, e.g. `AUDIT_BROKEN`. */
export function runAuditCommand(command: Exclude<AuditCommand, { name: 'help' }>, tools: AuditTools): Promise<void> {
  if (command.name === 'verify') return verifyTenants(command, tools);
  return command.name === 'list' ? listEntries(command, tools) : exportEntries(command, tools);
}

async function verifyTenants({ tenant, anchor }: CommandNamed<'verify'>, { audit, print }: AuditTools): Promise<void> {
  const stored = await audit.listTenants();
  if (anchor !== undefined && tenant === undefined && stored.length > 1)
    throw new Failure('BAD_ARGUMENT', '--anchor is of one tenant: name it with --tenant. --help shows the usage.');
  const tenants = tenant === undefined ? stored : [tenant];
  if (anchor !== undefined && tenants.length === 0) throw broken(DEFAULT_TENANT, { sequence: 1, reason: 'MISSING' });
  if (tenants.length === 0) print('There are no rows yet.');
  for (const each of tenants) {
    const verdict = await audit.verifyRows(each, anchor);
    if (!verdict.isWhole) throw broken(each, verdict);
    const { sequence, hash } = verdict.anchor;
    print(`Tenant ${each}: ${sequence} rows are as they were written. Anchor: ${sequence}:${hash}`);
  }
}

type Broken = Pick<Extract<AuditVerdict, { isWhole: false }>, 'sequence' | 'reason'>;

const reasons: Readonly<Record<Broken['reason'], string>> = {
  CHANGED: 'was changed after it was written',
  MISSING: 'is missing',
  NOT_ANCHORED: 'is not the row of the anchor, so the rows up to it were written anew',
};

const broken = (tenant: string, { sequence, reason }: Broken): Failure =>
  new Failure('AUDIT_BROKEN', `Tenant ${tenant}: row ${sequence} ${reasons[reason]}. The rows before it are intact.`);

async function listEntries(
  { tenant, filter, first }: CommandNamed<'list'>,
  { audit, print }: AuditTools,
): Promise<void> {
  const { items, hasNextPage } = await audit.listEntries(tenant, { first, filter });
  if (items.length === 0) return print('There are no such rows.');
  for (const { item } of items) print(formatEntry(item));
  if (hasNextPage) print(`These are the newest ${first}. --first N lists more, and export lists all.`);
}

async function exportEntries({ tenant, filter }: CommandNamed<'export'>, { audit, print }: AuditTools): Promise<void> {
  for (let after = 0; ;) {
    const rows = await audit.readRows(tenant, after, filter);
    for (const row of rows) print(formatJsonLine(row));
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.sequence;
  }
}
