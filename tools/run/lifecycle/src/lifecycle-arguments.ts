import { DEFAULT_TENANT } from '@earshot/domain';
import { badArgument, parseToolArguments, readWholeNumber } from '@earshot/ports';
import { callIdSchema, type CallId } from '@earshot/contracts';
import { parseArgs } from 'node:util';

export const usage = `Erases calls, keeps them, and shows what would go.

  npm run lifecycle -- erase CALL_ID --reason TEXT
  npm run lifecycle -- hold CALL_ID --reason TEXT
  npm run lifecycle -- release CALL_ID
  npm run lifecycle -- erased [--first 50]
  npm run lifecycle -- preview [--days 90]

erase hides the call at once; persistence removes it within seconds, and confirms it minutes later. A hold beats every erasure.
erased lists the proofs, the newest first. preview is a dry run of the policies: --days is EARSHOT_RETENTION_DAYS of the services.

--tenant NAME names the tenant (default: "default"). The audit says what was changed.

DATABASE_URL names the database. Without it, the tool uses the database of the Earshot that runs on this machine in
EARSHOT_DATA_DIR (default: .earshot).
`;

/** What the audit calls the change of a single call. */
export const changes = { erase: 'eraseCall', hold: 'setLegalHold', release: 'releaseLegalHold' } as const;

export type LifecycleCommand =
  | { readonly name: 'help' }
  | { readonly name: keyof typeof changes; readonly tenant: string; readonly callId: CallId; readonly reason: string }
  | { readonly name: 'erased'; readonly tenant: string; readonly first: number }
  | { readonly name: 'preview'; readonly tenant: string; readonly defaultDays: number };

const MAX_LISTED = 100;
const MAX_DAYS = 36_500;
const MAX_REASON_CHARS = 500;

const options = {
  tenant: { type: 'string', default: DEFAULT_TENANT },
  reason: { type: 'string', default: '' },
  first: { type: 'string', default: '50' },
  days: { type: 'string', default: '90' },
  help: { type: 'boolean', default: false },
} as const;

/** Parses the command line. Throws `BAD_ARGUMENT`. */
export function readArguments(args: readonly string[]): LifecycleCommand {
  const { values, positionals } = parseToolArguments(() =>
    parseArgs({ args: [...args], allowPositionals: true, options }),
  );
  const [name, id, ...more] = positionals;
  if (values.help || name === undefined) return { name: 'help' };
  if (more.length > 0) throw badArgument(`there is no command ${positionals.join(' ')}`);
  const { tenant } = values;
  if (name === 'erase' || name === 'hold' || name === 'release') {
    const reason = name === 'release' ? '' : readReason(values.reason);
    return { name, tenant, callId: readCallId(id), reason };
  }
  if (id !== undefined) throw badArgument(`there is no command ${positionals.join(' ')}`);
  if (name === 'erased')
    return { name, tenant, first: readWholeNumber('--first', values.first, { min: 1, max: MAX_LISTED }) };
  if (name === 'preview')
    return { name, tenant, defaultDays: readWholeNumber('--days', values.days, { min: 1, max: MAX_DAYS }) };
  throw badArgument(`there is no command ${name}`);
}

function readCallId(text: string | undefined): CallId {
  const callId = callIdSchema.safeParse(text);
  if (callId.success) return callId.data;
  throw badArgument('the command needs the id of a call');
}

function readReason(text: string): string {
  const reason = text.trim();
  if (reason.length > 0 && reason.length <= MAX_REASON_CHARS) return reason;
  throw badArgument(`--reason must have 1 to ${MAX_REASON_CHARS} characters`);
}
