import { createHmac, hash } from 'node:crypto';

/** What the signature of a request says: the first frame continues it. */
export interface RequestSignature {
  /** `<region>/<service>` of the credential scope. */
  readonly region: string;
  readonly service: string;
  readonly signature: string;
  readonly secretAccessKey: string;
  /** The time by the clock of AWS, which the SDK learns when this machine's clock is wrong. */
  nowMs(): number;
}

const HASH_BLOCK_BYTES = 64;

/**
 * Signs the frames of one request. Each signature covers the one before it, so no frame can be left out, repeated or moved.
 * https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html
 */
export class FrameSigner {
  private previous: string;
  private second = NaN;
  private day = '';
  /** The lines of the text to sign that stay the same for a second. */
  private opening = '';
  private authenticate: (text: string) => string = () => '';

  constructor(private readonly request: RequestSignature) {
    this.previous = request.signature;
  }

  nowMs(): number {
    return this.request.nowMs();
  }

  /** The signature, in hexadecimal, of a frame with this header and this event. */
  signFrame(dateHeader: Buffer, event: Buffer, nowMs: number): string {
    const second = Math.floor(nowMs / 1_000);
    if (second !== this.second) this.beginSecond(second);
    return (this.previous = this.authenticate(
      `${this.opening}${this.previous}\n${hash('sha256', dateHeader, 'hex')}\n${hash('sha256', event, 'hex')}`,
    ));
  }

  private beginSecond(second: number): void {
    const { region, service, secretAccessKey } = this.request;
    const time = new Date(second * 1_000).toISOString().replace(/-|:|\.\d{3}/g, '');
    const day = time.slice(0, 8);
    this.second = second;
    this.opening = `AWS4-HMAC-SHA256-PAYLOAD\n${time}\n${day}/${region}/${service}/aws4_request\n`;
    if (day === this.day) return;
    this.day = day;
    const key = [day, region, service, 'aws4_request'].reduce<Buffer>(
      (parent, part) => createHmac('sha256', parent).update(part).digest(),
      Buffer.from(`AWS4${secretAccessKey}`),
    );
    this.authenticate = createAuthenticator(key);
  }
}

/**
 * HMAC-SHA-256 (RFC 2104) of ASCII texts with one key, in hexadecimal. `createHmac` makes an object outside the heap for each
 * text, and takes nearly twice as long as these two hashes.
 */
function createAuthenticator(key: Buffer): (text: string) => string {
  const [inner, outer] = [0x36, 0x5c].map((pad) => {
    const block = Buffer.alloc(HASH_BLOCK_BYTES, pad);
    key.forEach((byte, n) => (block[n] = byte ^ pad));
    return block;
  }) as [Buffer, Buffer];
  const outerMessage = Buffer.concat([outer, Buffer.alloc(32)]);
  let innerMessage = inner;
  return (text) => {
    const length = HASH_BLOCK_BYTES + text.length;
    if (innerMessage.length !== length) innerMessage = Buffer.concat([inner, Buffer.alloc(text.length)]);
    innerMessage.write(text, HASH_BLOCK_BYTES, 'latin1');
    outerMessage.write(hash('sha256', innerMessage, 'hex'), HASH_BLOCK_BYTES, 'hex');
    return hash('sha256', outerMessage, 'hex');
  };
}
