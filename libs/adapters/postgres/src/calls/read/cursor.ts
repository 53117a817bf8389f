import { Failure } from '@earshot/ports';

type CursorValue = string | number | null;

/**
 * A place in a list, as text that says nothing to its holder: base64url of the order's name and of the key of the last
 * row seen. Cursors of another list, another order or no list at all are refused with `BAD_CURSOR`.
 */
export const encodeCursor = (order: string, key: readonly CursorValue[]): string =>
  Buffer.from(JSON.stringify([order, ...key])).toString('base64url');

/** `shape`: the type of each part of the key; a part that may be null says so. */
export function decodeCursor(cursor: string, order: string, shape: readonly CursorPart[]): CursorValue[] {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw badCursor();
  }
  if (!Array.isArray(parts) || parts.length !== shape.length + 1 || parts[0] !== order) throw badCursor();
  const key = parts.slice(1) as unknown[];
  if (!shape.every((part, index) => fits(key[index], part))) throw badCursor();
  return key as CursorValue[];
}

/** `time`: milliseconds since the epoch, within some 2,700 years of it. */
export type CursorPart = 'text' | 'number' | 'int' | 'time' | 'text?' | 'number?';

const LATEST_TIME_MS = 8.64e13;
const LARGEST_INT = 2 ** 31 - 1;

const fits = (value: unknown, part: CursorPart): boolean => {
  if (value === null) return part.endsWith('?');
  if (part.startsWith('text')) return typeof value === 'string' && value.length <= 1_024 && !value.includes('\0');
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  if (part === 'int') return Number.isInteger(value) && Math.abs(value) <= LARGEST_INT;
  return part !== 'time' || Math.abs(value) <= LATEST_TIME_MS;
};

const badCursor = (): Failure => new Failure('BAD_CURSOR', 'The cursor is not one of this list.');
