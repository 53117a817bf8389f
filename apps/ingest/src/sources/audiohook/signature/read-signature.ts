import type { IncomingHttpHeaders } from 'node:http';
import { isInnerList, parseDictionary, serializeInnerList, type InnerList, type Item } from 'structured-headers';
import { findHeader } from './request-headers.js';

/** One signature of a request, and what it says about itself. */
export interface RequestSignature {
  /** The names of what it covers, in the order of the base. */
  readonly components: readonly string[];
  /** The value of `@signature-params`: what it covers and its parameters, those that are unknown here among them. */
  readonly signedParameters: string;
  readonly mac: Uint8Array;
  readonly keyId: string;
  readonly nonce: string;
  readonly algorithm: string;
  readonly createdS: number;
  readonly expiresS: number;
}

/**
 * Reads the first signature of a request (RFC 9421, section 4; structured fields of RFC 8941). Null: it has none, or one that
 * cannot be read, lacks a parameter, or covers something in a form that is not known here.
 */
export function readSignature(headers: IncomingHttpHeaders): RequestSignature | null {
  try {
    const [label, input] = [...parseDictionary(findHeader(headers, 'signature-input') ?? '')][0] ?? [];
    const signature = parseDictionary(findHeader(headers, 'signature') ?? '').get(label ?? '');
    if (input === undefined || !isInnerList(input) || signature === undefined || isInnerList(signature)) return null;
    const [mac] = signature;
    return mac instanceof ArrayBuffer ? toSignature(input, new Uint8Array(mac)) : null;
  } catch {
    // The parser throws for text that is no structured field.
    return null;
  }
}

function toSignature(input: InnerList, mac: Uint8Array): RequestSignature | null {
  const [items, parameters] = input;
  const components = items.map(toComponent);
  const texts = ['keyid', 'nonce', 'alg'].map((name) => parameters.get(name));
  const times = ['created', 'expires'].map((name) => parameters.get(name));
  if (!components.every(isText) || !texts.every(isText) || !times.every(Number.isInteger)) return null;
  if (new Set(components).size < components.length) return null;
  const [keyId, nonce, algorithm] = texts as [string, string, string];
  const [createdS, expiresS] = times as [number, number];
  return { components, signedParameters: serializeInnerList(input), mac, keyId, nonce, algorithm, createdS, expiresS };
}

/** Parameters of a component change what it stands for; AudioHook uses none. */
const toComponent = ([name, parameters]: Item): unknown => (parameters.size === 0 ? name : undefined);

const isText = (value: unknown): value is string => typeof value === 'string';
