import type { IncomingMessage } from 'node:http';

/** A request that opens a socket. */
export type KeyedRequest = Pick<IncomingMessage, 'headers' | 'url'>;

const BASIC = /^basic +([a-z0-9+/=]+) *$/i;

/** The access key of a phone system that can only send a user and a password: the password. */
export function findBasicKey({ headers }: KeyedRequest): string | null {
  const encoded = BASIC.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const at = text.indexOf(':');
  return at === -1 ? null : text.slice(at + 1);
}

/** The access key in the address: `?key=KEY`. */
export const findQueryKey = ({ url }: KeyedRequest): string | null =>
  new URLSearchParams((url ?? '').split('?')[1] ?? '').get('key');
