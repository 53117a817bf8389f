import { isPrintable, replaceUnprintable } from '@earshot/contracts';

const MAX_LABEL_LENGTH = 256;

/** A label for people: cut to length, without characters that a database or a terminal cannot take. */
export function readLabel(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text === '') return undefined;
  return replaceUnprintable(text.slice(0, MAX_LABEL_LENGTH), () => '\ufffd');
}

/** Takes a name whole or not at all: a shortened one would name something else. */
export const readName = (value: unknown, maxLength: number): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= maxLength && isPrintable(value) ? value : undefined;

/** The values that are there. */
export const omitAbsent = <T extends Readonly<Record<string, string | undefined>>>(
  values: T,
): { [K in keyof T]?: string } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: string };
