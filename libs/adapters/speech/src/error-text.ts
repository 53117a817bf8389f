import { Failure } from '@earshot/ports';

/** A text field of anything thrown, or an empty text. Errors of Node may come from another realm, so `instanceof` would fail. */
function field(error: unknown, name: string): string {
  if (typeof error !== 'object' || error === null) return '';
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : '';
}

/** The code of anything thrown, such as `ENOENT`, or an empty text. */
export const errorCode = (error: unknown): string => field(error, 'code');
/** The error output of a program that failed, or an empty text. */
export const errorOutput = (error: unknown): string => field(error, 'stderr');

/** The reason of a failure in one line. For a network request it is the cause that `fetch` wraps. */
export function errorReason(error: unknown): string {
  if (error instanceof Failure) return error.message;
  const cause: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'cause') : undefined;
  const root = field(cause, 'message') === '' ? error : cause;
  if (field(root, 'name') === 'TimeoutError') return 'no answer in time';
  return errorCode(root) || field(root, 'message') || String(error);
}

const MAX_REASON_CHARS = 200;

/**
 * Why a program with native code ended, in one line of its error output. A C++ exception names the cause, and sherpa logs it
 * with its source line before the addon says only "Please check your config!".
 */
export function crashReason(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => /\S/.test(line) && !/^(Node\.js|\s+at |\s+\^)/.test(line));
  const exception = lines.flatMap((line) => /^\s*what\(\):\s*(.+)/.exec(line)?.[1] ?? []);
  const native = lines.flatMap((line) => /\.(?:cc|h):\w+:\d+ (.+)/.exec(line)?.[1] ?? []);
  const thrown = lines.flatMap((line) => /^(?:Uncaught )?\w*Error.*/.exec(line)?.[0] ?? []);
  const line = exception.at(-1) ?? native[0] ?? thrown.at(-1) ?? lines.at(-1) ?? 'no message';
  return line.trim().slice(0, MAX_REASON_CHARS);
}
