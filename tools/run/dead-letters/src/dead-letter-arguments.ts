import { badArgument, parseToolArguments, readWholeNumber } from '@earshot/ports';
import { parseArgs } from 'node:util';

export const usage = `Lists, shows and replays dead letters: messages that a stage could not process.

  npm run dead -- list [--stage NAME] [--code CODE] [--call CALL_ID] [--first 50]
  npm run dead -- show ID [--message]
  npm run dead -- replay ID… | --all

show prints the fields of a dead letter. With --message it also prints the message, which may contain what was said on a
call. replay asks the persistence service to publish messages on their topics again, unchanged. The service does so within
seconds if it is running. Stages ignore messages that they have processed before, so an unneeded replay does no harm.

DATABASE_URL names the database. Without it, the tool uses the database of the Earshot that runs on this machine in
EARSHOT_DATA_DIR (default: .earshot). Only show --message needs the master key: EARSHOT_MASTER_KEY or EARSHOT_MASTER_KEY_FILE,
or else the key of that Earshot.
`;

export type DeadLetterCommand =
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

/** Parses the command line. Throws `BAD_ARGUMENT`. */
export function readArguments(args: readonly string[]): DeadLetterCommand {
  const { values, positionals } = parse(args);
  const [name, ...ids] = positionals;
  if (values.help || name === undefined) return { name: 'help' };
  if (name === 'list' && ids.length === 0) return readListCommand(values);
  const [id] = ids;
  if (name === 'show' && id !== undefined && ids.length === 1) return { name, id, withMessage: values.message };
  if (name === 'replay' && values.all !== ids.length > 0) return { name, ids: values.all ? 'all' : ids };
  throw badArgument(`there is no command ${[name, ...ids].join(' ')} with these options`);
}

function readListCommand({ first: firstText, stage, code, call }: Values): DeadLetterCommand {
  const first = readWholeNumber('--first', firstText, { min: 1, max: 10_000 });
  return { name: 'list', first, ...(stage && { stage }), ...(code && { code }), ...(call && { callId: call }) };
}

type Values = ReturnType<typeof parse>['values'];

const parse = (args: readonly string[]) =>
  parseToolArguments(() => parseArgs({ args: [...args], allowPositionals: true, options }));
