import { Failure } from '@earshot/ports';

/** A text field of anything thrown; empty where it has none. Errors of Node may come from another realm, so no class is asked for. */
function field(error: unknown, name: string): string {
  if (typeof error !== 'object' || error === null) return '';
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : '';
}

/** The code of anything thrown, such as `ENOENT`; empty where it has none. */
export const errorCode = (error: unknown): string => field(error, 'code');
/** What a program said before it failed; empty where it said nothing. */
export const errorOutput = (error: unknown): string => field(error, 'stderr');

/** Why something failed, in one line; of a network request the reason that `fetch` hides in the cause. */
export function errorReason(error: unknown): string {
  if (error instanceof Failure) return error.message;
  const cause: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'cause') : undefined;
  const root = field(cause, 'message') === '' ? error : cause;
  if (field(root, 'name') === 'TimeoutError') return 'no answer in time';
  return errorCode(root) || field(root, 'message') || String(error);
}
