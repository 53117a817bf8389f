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
