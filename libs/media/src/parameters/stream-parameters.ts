import { readJsonObject } from '../json/read-json-object.js';

/** What the owner of a call flow says about a call. */
export interface StreamParameters {
  find(name: string): string | undefined;
  /** All of them, with the names that were sent. */
  list(): readonly (readonly [name: string, value: string])[];
}

/** `OBJECT`: names and values. `PAIRS`: `name=value;name=value`. `BASE64`: either of these as base64. */
export type ParameterForm = 'OBJECT' | 'PAIRS' | 'BASE64';

const MAX_PARAMETERS = 64;

/** Reads custom parameters, wherever a message has them. `agentId`, `agent_id` and `agent-id` are one name. */
export function readParameters(
  places: readonly { readonly value: unknown; readonly form: ParameterForm }[],
): StreamParameters {
  const values = new Map<string, readonly [name: string, value: string]>();
  const found = places.flatMap(({ value, form }) => listParameters(value, form).slice(0, MAX_PARAMETERS));
  for (const [name, one] of found) {
    if (typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean')
      values.set(unify(name), [name, String(one)]);
  }
  return { find: (name) => values.get(unify(name))?.[1], list: () => [...values.values()] };
}

function listParameters(value: unknown, form: ParameterForm): [string, unknown][] {
  if (form === 'BASE64') return typeof value === 'string' ? listText(decodeText(value)) : [];
  if (form === 'PAIRS' && typeof value === 'string') return listText(value);
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function listText(text: string): [string, unknown][] {
  const json = readJsonObject(new TextEncoder().encode(text));
  if (json.ok) return Object.entries(json.value);
  return text.split(/[;&,]/).flatMap((pair): [string, unknown][] => {
    const at = pair.indexOf('=');
    return at < 1 ? [] : [[pair.slice(0, at).trim(), pair.slice(at + 1).trim()]];
  });
}

function decodeText(base64: string): string {
  try {
    return atob(base64);
  } catch {
    return '';
  }
}

/** Plivo puts `X-PH-` before the names of its headers. */
const unify = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^x-ph-/, '')
    .replaceAll(/[_-]/g, '');
