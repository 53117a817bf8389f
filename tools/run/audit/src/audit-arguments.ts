import { auditActions, type AuditAction } from '@earshot/contracts';
import { DEFAULT_TENANT } from '@earshot/domain';
import { badArgument, parseToolArguments, readWholeNumber, type AuditAnchor, type AuditFilter } from '@earshot/ports';
import { parseArgs } from 'node:util';

export const usage = `Shows, exports and verifies the audit: who did what.

  npm run audit -- verify [--anchor SEQUENCE:HASH]
  npm run audit -- list [--call CALL_ID] [--subject NAME] [--action ACTION] [--from TIME] [--to TIME] [--first 50]
  npm run audit -- export [--from TIME] [--to TIME] [--call CALL_ID] [--subject NAME] [--action ACTION]

verify computes the hash of every row again and names the first row that does not fit. It prints an anchor: keep it outside the
database. With --anchor it also proves that the row of an earlier check is still the same. export prints one JSON object a line,
the oldest first. TIME is a date or a time in ISO 8601, in UTC unless it says otherwise.

--tenant NAME names the tenant (default: "default"). verify without it checks every tenant.

DATABASE_URL names the database. Without it, the tool uses the database of the Earshot that runs on this machine in
EARSHOT_DATA_DIR (default: .earshot).
`;

export type AuditCommand =
  | { readonly name: 'help' }
  | { readonly name: 'verify'; readonly tenant?: string; readonly anchor?: AuditAnchor }
  | { readonly name: 'list'; readonly tenant: string; readonly filter: AuditFilter; readonly first: number }
  | { readonly name: 'export'; readonly tenant: string; readonly filter: AuditFilter };

const MAX_LISTED = 100;
const ANCHOR = /^(\d{1,15}):([0-9a-f]{64})$/;

const options = {
  tenant: { type: 'string' },
  anchor: { type: 'string' },
  call: { type: 'string' },
  subject: { type: 'string' },
  action: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  first: { type: 'string', default: '50' },
  help: { type: 'boolean', default: false },
} as const;

/** Parses the command line. Throws `BAD_ARGUMENT`. */
export function readArguments(args: readonly string[]): AuditCommand {
  const { values, positionals } = parse(args);
  const [name, ...more] = positionals;
  if (values.help || name === undefined) return { name: 'help' };
  if (more.length > 0) throw badArgument(`there is no command ${positionals.join(' ')}`);
  const { tenant } = values;
  if (name === 'verify')
    return { name, ...(tenant && { tenant }), ...(values.anchor && { anchor: readAnchor(values.anchor) }) };
  const listed = { tenant: tenant ?? DEFAULT_TENANT, filter: readFilter(values) };
  const first = readWholeNumber('--first', values.first, { min: 1, max: MAX_LISTED });
  if (name === 'list') return { name, ...listed, first };
  if (name === 'export') return { name, ...listed };
  throw badArgument(`there is no command ${name}`);
}

type Values = ReturnType<typeof parse>['values'];

const parse = (args: readonly string[]) =>
  parseToolArguments(() => parseArgs({ args: [...args], allowPositionals: true, options }));

const readFilter = ({ call, subject, action, from, to }: Values): AuditFilter => ({
  ...(call && { callId: call }),
  ...(subject && { subject }),
  ...(action && { action: readAction(action) }),
  ...(from && { fromMs: readTime('--from', from) }),
  ...(to && { toMs: readTime('--to', to) }),
});

function readAnchor(text: string): AuditAnchor {
  const [, sequence, hash] = ANCHOR.exec(text) ?? [];
  if (sequence === undefined || hash === undefined)
    throw badArgument('--anchor must be what verify printed, such as 128:4f2a…');
  return { sequence: Number(sequence), hash };
}

function readAction(text: string): AuditAction {
  const action = auditActions.find((each) => each === text.toUpperCase());
  if (action === undefined) throw badArgument(`--action must be one of ${auditActions.join(', ')}`);
  return action;
}

function readTime(option: string, text: string): number {
  const hasZone = /([zZ]|[+-]\d\d:?\d\d)$/.test(text);
  const atMs = Date.parse(text.includes('T') && !hasZone ? `${text}Z` : text);
  if (Number.isNaN(atMs)) throw badArgument(`${option} must be a time such as 2031-05-04 or 2031-05-04T10:00:00Z`);
  return atMs;
}
