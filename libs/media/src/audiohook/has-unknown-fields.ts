import type { JsonObject } from '../json/read-json-object.js';

/** Whether what was received has a field, at any depth, that is missing in what a schema read of it. */
export function hasUnknownFields(received: unknown, read: unknown): boolean {
  // A part that the schema took as a whole: the same value.
  if (received === read || !isObject(received) || !isObject(read)) return false;
  return Object.entries(received).some(([name, value]) => !(name in read) || hasUnknownFields(value, read[name]));
}

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null;
