import { Failure } from '@earshot/ports';

type CursorValue = string | number | null;

/**
 * Encodes a position in a list as opaque text: the name of the order and the sort key of the last row, in base64url.
 */
export const encodeCursor = (order: string, key: readonly CursorValue[]): string =>
  Buffer.from(JSON.stringify([order, ...key])).toString('base64url');

/** Decodes a cursor of the named order. `shape` gives the type of each part. Throws `BAD_CURSOR` for any other text. */
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

/** Type of a part; `?` allows null. `time` is in milliseconds, within 2,700 years of the epoch. */
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

const badCursor = (): Failure => new Failure('BAD_CURSOR', 'The cursor does not belong to this list.');
