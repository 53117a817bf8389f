import { Failure } from '@earshot/ports';
import { ConfigError } from './load-config.js';

/** What a log line says about an error. */
export interface ErrorDescription {
  readonly name: string;
  readonly code?: string;
  /** Only of errors whose message is known to hold no content. */
  readonly message?: string;
  /** Names of the schema, from a refusal of PostgreSQL. */
  readonly severity?: string;
  readonly table?: string;
  readonly constraint?: string;
  /** Stack frames, the innermost first. */
  readonly at?: string;
  readonly cause?: ErrorDescription;
}

const MAX_FRAMES = 6;
const MAX_CAUSES = 3;
const IDENTIFIER = /^[\w.$-]{1,80}$/;
/** A frame that V8 wrote: it ends with a place. A line of a message that only begins with "at" does not. */
const FRAME = /^\s+at .*:\d+:\d+\)?$/;
const SCHEMA_NAMES = ['severity', 'table', 'constraint'] as const;

/**
 * Describes an error without content. Messages of libraries and of the runtime quote what they worked on: `JSON.parse` quotes its
 * input, PostgreSQL quotes rows, a query error carries its parameters. So only the messages of our own failures and of the operating
 * system stay; other fields and other messages do not.
 */
export const describeError = (error: unknown): ErrorDescription => describe(error, MAX_CAUSES);

function describe(error: unknown, causesLeft: number): ErrorDescription {
  if (!isError(error)) return { name: typeof error };
  const fields = error as unknown as Readonly<Record<string, unknown>>;
  const { name, code, cause } = fields;
  const message = harmlessMessage(error);
  const at = framesOf(error);
  return {
    name: isIdentifier(name) ? name : 'Error',
    ...(isIdentifier(code) ? { code } : {}),
    ...(message === undefined ? {} : { message }),
    ...Object.fromEntries(SCHEMA_NAMES.map((key) => [key, fields[key]]).filter(([, value]) => isIdentifier(value))),
    ...(at === '' ? {} : { at }),
    ...(cause === undefined || causesLeft === 0 ? {} : { cause: describe(cause, causesLeft - 1) }),
  };
}

/** Errors of Node may come from another realm, where `instanceof` fails. */
export const isError = (value: unknown): value is Error =>
  value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';

const isIdentifier = (value: unknown): value is string => typeof value === 'string' && IDENTIFIER.test(value);

function harmlessMessage(error: Error): string | undefined {
  if (error instanceof Failure || error instanceof ConfigError) return error.message;
  const { syscall, code } = error as NodeJS.ErrnoException;
  return isIdentifier(syscall) && isIdentifier(code) ? `${syscall} failed with ${code}` : undefined;
}

function framesOf({ stack, message }: Error): string {
  const text = typeof stack === 'string' ? stack : '';
  const messageAt = message === '' ? -1 : text.indexOf(message);
  const frames = (messageAt < 0 ? text : text.slice(messageAt + message.length)).split('\n');
  return frames
    .filter((line) => FRAME.test(line))
    .slice(0, MAX_FRAMES)
    .map((line) => withoutPropertyName(line.trim()))
    .join(' < ');
}

/** `obj[word]()` is the frame `Object.at [as word]`. */
const withoutPropertyName = (frame: string): string => frame.replace(/ \[as .*\]/, '');

/** An error of ours by its sentence; another by its name, its code and the place where it was thrown. */
export function formatError({ message, name, code, table, constraint, at, cause }: ErrorDescription): string {
  const place = at === undefined ? '' : ` ${at.split(' < ')[0] ?? ''}`;
  const what = message ?? [name, code, table, constraint].filter((part) => part !== undefined).join(' ') + place;
  return cause === undefined ? what : `${what}: ${formatError(cause)}`;
}
