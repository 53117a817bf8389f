import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http2';
import type { EventMessage } from './event-stream.js';

/**
 * Checks the signature of a request. `secrets`: secret keys by access key id. Throws when the request is not signed with one of
 * them.
 */
export function checkRequestSignature(
  headers: IncomingHttpHeaders,
  secrets: Readonly<Record<string, string>>,
): MessageSignatures {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+\/[^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=(\w{64})$/.exec(
      String(headers['authorization']),
    );
  const [, accessKeyId = '', day = '', place = '', signedHeaders = '', signature = ''] = match ?? [];
  const key = { secret: secrets[accessKeyId] ?? '', place };
  const canonical = sha256(canonicalRequest(headers, signedHeaders));
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scopeOf(day, place), canonical];
  if (sign(key, day, text) !== signature) throw new Error('the signature of the request is wrong');
  return new MessageSignatures(key, signature);
}

interface SigningKey {
  readonly secret: string;
  /** `<region>/<service>` of the credential scope. */
  readonly place: string;
}

/** Checks the signatures of a request's messages, which form a chain. */
export class MessageSignatures {
  private lastMs = 0;

  /** `previous`: the signature of the request. */
  constructor(
    private readonly key: SigningKey,
    private previous: string,
  ) {}

  /** Throws when the message is changed, repeated, left out or out of order. */
  checkMessage({ headers, headerBytes, body }: EventMessage): void {
    const signature = headers.get(':chunk-signature');
    const dateMs = headers.get(':date');
    if (!Buffer.isBuffer(signature) || typeof dateMs !== 'number') throw new Error('a message is not signed');
    if (dateMs < this.lastMs) throw new Error('a message is older than the one before it');
    this.lastMs = dateMs;
    const time = new Date(dateMs).toISOString().replace(/[-:]|\.\d+/g, '');
    const signed = sha256(headerBytes.subarray(0, headerBytes.length - (1 + 16 + 1 + 2 + 32)));
    const day = time.slice(0, 8);
    const scope = scopeOf(day, this.key.place);
    const text = ['AWS4-HMAC-SHA256-PAYLOAD', time, scope, this.previous, signed, sha256(body)];
    const expected = sign(this.key, day, text);
    if (expected !== signature.toString('hex')) throw new Error('the signature of a message is wrong');
    this.previous = expected;
  }
}

const scopeOf = (day: string, place: string) => `${day}/${place}/aws4_request`;

function sign({ secret, place }: SigningKey, day: string, lines: readonly (string | string[] | undefined)[]): string {
  const key = scopeOf(day, place)
    .split('/')
    .reduce<Buffer>((parent, part) => createHmac('sha256', parent).update(part).digest(), Buffer.from(`AWS4${secret}`));
  return createHmac('sha256', key).update(lines.join('\n')).digest('hex');
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');

function canonicalRequest(headers: IncomingHttpHeaders, signedHeaders: string): string {
  const valueOf = (name: string) =>
    String(name === 'host' ? (headers['host'] ?? headers[':authority']) : headers[name]);
  return [
    headers[':method'],
    headers[':path'],
    '',
    ...signedHeaders.split(';').map((name) => `${name}:${valueOf(name).trim().replace(/ +/g, ' ')}`),
    '',
    signedHeaders,
    headers['x-amz-content-sha256'],
  ].join('\n');
}
