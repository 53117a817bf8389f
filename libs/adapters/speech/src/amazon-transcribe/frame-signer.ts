import { createHmac, hash } from 'node:crypto';
import { KeyedText } from './keyed-text.js';

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

/** The header `:date` of a frame: its name, its type and the time in ms as a 64-bit number. */
const DATE_HEADER = Buffer.from('\x05:date\x08\0\0\0\0\0\0\0\0', 'latin1');
const DATE_AT = DATE_HEADER.length - 8;
export const DATE_HEADER_BYTES = DATE_HEADER.length;

const DIGEST_CHARS = 64;

/**
 * Signs the frames of one request. Each signature covers the one before it, so no frame can be left out, repeated or moved.
 * https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html
 */
export class FrameSigner {
  /**
   * The same for all frames of a second, because the text to sign has no milliseconds and needs the header's hash. AWS's SDK for
   * Rust sends whole seconds too.
   */
  readonly dateHeader = Buffer.from(DATE_HEADER);
  private readonly text: KeyedText;
  private readonly previousAt: number;
  private readonly dateHashAt: number;
  private readonly eventHashAt: number;
  private previous: string;
  private second = NaN;
  private day = '';

  constructor(private readonly request: RequestSignature) {
    this.previous = request.signature;
    this.previousAt = this.formatOpening('00000000T000000Z').length;
    this.dateHashAt = this.previousAt + DIGEST_CHARS + 1;
    this.eventHashAt = this.dateHashAt + DIGEST_CHARS + 1;
    this.text = new KeyedText(this.eventHashAt + DIGEST_CHARS);
  }

  /** The signature, in hexadecimal, of a frame with `dateHeader` and this event. */
  signFrame(event: Buffer): string {
    const second = Math.floor(this.request.nowMs() / 1_000);
    if (second !== this.second) this.beginSecond(second);
    this.text.writePart(this.previous, this.previousAt);
    this.text.writePart(hash('sha256', event, 'hex'), this.eventHashAt);
    return (this.previous = this.text.authenticate());
  }

  private beginSecond(second: number): void {
    this.second = second;
    this.dateHeader.writeBigInt64BE(BigInt(second * 1_000), DATE_AT);
    const time = new Date(second * 1_000).toISOString().replace(/-|:|\.\d{3}/g, '');
    this.text.writePart(this.formatOpening(time), 0);
    this.text.writePart(`\n${hash('sha256', this.dateHeader, 'hex')}\n`, this.dateHashAt - 1);
    const day = time.slice(0, 8);
    if (day !== this.day) this.beginDay(day);
  }

  private beginDay(day: string): void {
    const { region, service, secretAccessKey } = this.request;
    this.day = day;
    this.text.setKey(
      [day, region, service, 'aws4_request'].reduce<Buffer>(
        (parent, part) => createHmac('sha256', parent).update(part).digest(),
        Buffer.from(`AWS4${secretAccessKey}`),
      ),
    );
  }

  /** The lines of the text to sign before the signature of the previous frame. */
  private formatOpening(time: string): string {
    const { region, service } = this.request;
    return `AWS4-HMAC-SHA256-PAYLOAD\n${time}\n${time.slice(0, 8)}/${region}/${service}/aws4_request\n`;
  }
}
