import { Failure } from '@earshot/ports';
import { parseArgs } from 'node:util';

export const usage = `Messages that a stage gave up on.

  npm run dead -- list [--stage NAME] [--code CODE] [--call CALL_ID] [--first 50]
  npm run dead -- show ID [--message]
  npm run dead -- replay ID… | --all

show prints what is known of a message; with --message also the message, which may hold what was said on a call.
replay asks for messages to be put back on their topics as they were; a running persistence service does it within
seconds. Stages take what they know already for known, so giving back too much does no harm.

The database is DATABASE_URL, or the one that an Earshot of this machine runs in EARSHOT_DATA_DIR (.earshot).
`;

export type DeadCommand =
  | { readonly name: 'help' }
  | {
      readonly name: 'list';
      readonly stage?: string;
      readonly code?: string;
      readonly callId?: string;
      readonly first: number;
    }
  | { readonly name: 'show'; readonly id: string; readonly withMessage: boolean }
  | { readonly name: 'replay'; readonly ids: readonly string[] | 'all' };

const options = {
  stage: { type: 'string' },
  code: { type: 'string' },
  call: { type: 'string' },
  first: { type: 'string', default: '50' },
  message: { type: 'boolean', default: false },
  all: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Throws a one-line `Failure` `BAD_ARGUMENT`. */
export function readArguments(args: readonly string[]): DeadCommand {
  const { values, positionals } = parsed(args);
  const [name, ...ids] = positionals;
  if (values.help || name === undefined) return { name: 'help' };
  if (name === 'list' && ids.length === 0) {
    const first = Number(values.first);
    if (!Number.isInteger(first) || first < 1 || first > 10_000) throw bad('--first: expected 1 … 10000');
    const { stage, code, call } = values;
    return { name, first, ...(stage && { stage }), ...(code && { code }), ...(call && { callId: call }) };
  }
  const [id] = ids;
  if (name === 'show' && id !== undefined && ids.length === 1) return { name, id, withMessage: values.message };
  if (name === 'replay' && values.all !== ids.length > 0) return { name, ids: values.all ? 'all' : ids };
  throw bad(`It is not clear what to do.\n\n${usage}`);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw bad((error as Error).message);
  }
}

const bad = (message: string): Failure => new Failure('BAD_ARGUMENT', message);
