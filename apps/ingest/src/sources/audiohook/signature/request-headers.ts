import type { IncomingHttpHeaders } from 'node:http';

/** A field's value as it is signed: several lines joined, without the white space around them (RFC 9421, section 2.1). */
export function findHeader(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.map((line) => line.trim()).join(', ') : value?.trim();
}
