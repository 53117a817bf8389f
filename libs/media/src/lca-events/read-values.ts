import { ok, err, type Result } from '@earshot/contracts';
import type { LcaEventErrorCode } from './lca-event-errors.js';
import { isObject, isTooDeep } from './message-fields.js';

/** No call lasts longer, and an epoch time in place of an offset is far beyond it. */
const MAX_OFFSET_MS = 30 * 86_400_000;

const NUMBER = /^\d+(?:\.\d+)?$/;
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;
const HAS_ZONE = /(?:Z|[+-]\d{2}:?\d{2})$/i;

/** An offset from the start of the call, in milliseconds; 0 is one. Null: absent. Undefined: no such time. */
export function readOffsetMs(value: unknown, unitMs: number): number | null | undefined {
  if (value === undefined || value === null || value === '') return null;
  const number = typeof value === 'string' && NUMBER.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !(number >= 0)) return undefined;
  const ms = unitMs === 1 ? number : Math.round(number * unitMs * 1_000) / 1_000;
  return ms <= MAX_OFFSET_MS ? ms : undefined;
}

/** A time of day as ISO 8601, milliseconds since the epoch. Python writes UTC without a zone. */
export function readTime(value: unknown): number | undefined {
  if (typeof value !== 'string' || value.length > 40 || !ISO_TIME.test(value)) return undefined;
  const ms = Date.parse(HAS_ZONE.test(value) ? value : `${value}Z`);
  return ms >= 0 ? ms : undefined;
}

export function readFlag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

export const readText = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

const MAX_URL_LENGTH = 2_048;
const URL_FORM = /^(?:https?|s3):\/\/[^\s"<>\\]+$/i;

export const readUrl = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length <= MAX_URL_LENGTH && URL_FORM.test(value) ? value : undefined;

/** An object, or the object that a text holds as JSON. */
export function readNestedObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (isObject(value)) return value;
  if (typeof value !== 'string') return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return isObject(parsed) && !isTooDeep(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** The span of two offsets. An end before the start is taken as the start. */
export function readSpan(
  begin: unknown,
  end: unknown,
  unitMs: number,
): Result<{ readonly startMs: number; readonly endMs: number }, LcaEventErrorCode> {
  const [startMs, endMs] = [readOffsetMs(begin, unitMs), readOffsetMs(end, unitMs)];
  if (typeof startMs !== 'number' || typeof endMs !== 'number') return err('SEGMENT_TIME_INVALID');
  return ok({ startMs, endMs: Math.max(startMs, endMs) });
}
