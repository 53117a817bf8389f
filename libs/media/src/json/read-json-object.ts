import { err, ok, type Result } from '@earshot/contracts';

export type JsonObject = Readonly<Record<string, unknown>>;

const decoder = new TextDecoder('utf-8');

/** Reads a text message as a JSON object. */
export function readJsonObject(bytes: Uint8Array): Result<JsonObject, 'TEXT_NOT_JSON' | 'TEXT_NOT_OBJECT'> {
  let json: unknown;
  try {
    json = JSON.parse(decoder.decode(bytes));
  } catch {
    return err('TEXT_NOT_JSON');
  }
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
  return isObject ? ok(json as JsonObject) : err('TEXT_NOT_OBJECT');
}
