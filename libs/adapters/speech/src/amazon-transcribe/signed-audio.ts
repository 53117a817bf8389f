import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import type { ClientHttp2Stream } from 'node:http2';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';

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

const PRELUDE_BYTES = 12;
const CRC_BYTES = 4;
const DATE_NAME = ':date';
const SIGNATURE_NAME = ':chunk-signature';
const TYPE_BYTES = 6;
const TYPE_TEXT = 7;
const TYPE_TIMESTAMP = 8;
const SIGNATURE_BYTES = 32;
const DATE_HEADER_BYTES = 1 + DATE_NAME.length + 1 + 8;
const SIGNATURE_HEADER_BYTES = 1 + SIGNATURE_NAME.length + 1 + 2 + SIGNATURE_BYTES;
const ENVELOPE_HEADER_BYTES = DATE_HEADER_BYTES + SIGNATURE_HEADER_BYTES;

/** The connection is full when this much waits: half a second of two telephone channels. */
const MAX_WAITING_BYTES = 16_384;

/**
 * The audio of one request as signed event-stream frames. The signer of the SDK needs about 2 ms of CPU for each second
 * of a call, so this class writes the same bytes in one buffer per frame. The SDK gets it as the body of the request, which
 * has no bytes: frames go to the HTTP/2 stream itself, once the service has accepted the request.
 * https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html
 */
export class SignedAudio extends Readable {
  private signature: RequestSignature | null = null;
  /** Where the frames go: null until the service accepts the request. */
  stream: ClientHttp2Stream | null = null;
  private previous = '';
  private day = '';
  private signingKey: KeyObject | null = null;

  /** The event before the audio; null when the API has none. */
  private configuration: Buffer | null = null;

  constructor(private readonly onRoom: () => void) {
    super();
  }

  /** Sends an event before all audio, as soon as the request is signed. Call it before `begin`. */
  setConfiguration(configuration: object): void {
    this.configuration = Buffer.from(JSON.stringify(configuration));
  }

  /** Whether the connection is slower than the audio. `onRoom` tells when it caught up. */
  get isFull(): boolean {
    return this.stream !== null && (this.stream.writableNeedDrain || this.stream.writableLength >= MAX_WAITING_BYTES);
  }

  /** The request is signed. Call it before the first frame. */
  begin(signature: RequestSignature): void {
    this.signature = signature;
    this.previous = signature.signature;
    if (this.configuration === null) return;
    // The service may wait for it before it accepts the request.
    this.push(this.signEvent(CONFIGURATION_EVENT_HEADERS, this.configuration));
  }

  /** The service accepted the request. */
  accept(stream: ClientHttp2Stream): void {
    this.unpipe(stream);
    const rest = this.read() as Buffer | null;
    if (rest !== null) stream.write(rest);
    this.stream = stream;
    stream.on('drain', this.onRoom);
  }

  /** Sends 16-bit little-endian samples, interleaved by channel. */
  sendAudio(samples: Buffer): void {
    this.stream?.write(this.signEvent(AUDIO_EVENT_HEADERS, samples));
  }

  /** Sends the empty frame that ends the audio. */
  endAudio(): void {
    const frame = Buffer.allocUnsafe(PRELUDE_BYTES + ENVELOPE_HEADER_BYTES + CRC_BYTES);
    this.signFrame(frame, Buffer.alloc(0));
    this.stream?.end(frame);
  }

  /** The body has no bytes but the configuration, and stays open until the exchange is over. */
  override _read(): void {}

  private signEvent(headers: Buffer, payload: Buffer): Buffer {
    const eventBytes = PRELUDE_BYTES + headers.length + payload.length + CRC_BYTES;
    const frame = Buffer.allocUnsafe(PRELUDE_BYTES + ENVELOPE_HEADER_BYTES + eventBytes + CRC_BYTES);
    const event = frame.subarray(PRELUDE_BYTES + ENVELOPE_HEADER_BYTES, frame.length - CRC_BYTES);
    writePrelude(event, headers.length);
    headers.copy(event, PRELUDE_BYTES);
    payload.copy(event, PRELUDE_BYTES + headers.length);
    writeCrc(event);
    this.signFrame(frame, event);
    return frame;
  }

  private signFrame(frame: Buffer, event: Buffer): void {
    if (this.signature === null) throw new Error('the request is not signed');
    const nowMs = this.signature.nowMs();
    writePrelude(frame, ENVELOPE_HEADER_BYTES);
    let at = writeHeaderName(frame, PRELUDE_BYTES, DATE_NAME, TYPE_TIMESTAMP);
    at = frame.writeBigInt64BE(BigInt(nowMs), at);
    this.previous = this.sign(this.signature, frame.subarray(PRELUDE_BYTES, at), event, nowMs);
    at = writeHeaderName(frame, at, SIGNATURE_NAME, TYPE_BYTES);
    at = frame.writeUInt16BE(SIGNATURE_BYTES, at);
    frame.write(this.previous, at, 'hex');
    writeCrc(frame);
  }

  /** Each signature covers the one before it, so no frame can be left out, repeated or moved. */
  private sign(by: RequestSignature, dateHeader: Buffer, event: Buffer, nowMs: number): string {
    const { region, service, secretAccessKey } = by;
    const time = new Date(nowMs).toISOString().replace(/-|:|\.\d{3}/g, '');
    const day = time.slice(0, 8);
    if (this.signingKey === null || day !== this.day) {
      this.day = day;
      const key = [day, region, service, 'aws4_request'].reduce<Buffer>(
        (parent, part) => createHmac('sha256', parent).update(part).digest(),
        Buffer.from(`AWS4${secretAccessKey}`),
      );
      this.signingKey = createSecretKey(key);
    }
    const scope = `${day}/${region}/${service}/aws4_request`;
    const text = `AWS4-HMAC-SHA256-PAYLOAD\n${time}\n${scope}\n${this.previous}\n${sha256(dateHeader)}\n${sha256(event)}`;
    return createHmac('sha256', this.signingKey).update(text).digest('hex');
  }
}

/** Reads the signature that the SDK put on a request; null when there is none. */
export function readSignature(
  authorization: string,
): Pick<RequestSignature, 'region' | 'service' | 'signature'> | null {
  const match = /Credential=[^/]+\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request.*Signature=([0-9a-f]{64})$/.exec(
    authorization,
  );
  const [, region, service, signature] = match ?? [];
  if (region === undefined || service === undefined || signature === undefined) return null;
  return { region, service, signature };
}

const sha256 = (data: Buffer): string => hash('sha256', data, 'hex');

function writeHeaderName(target: Buffer, at: number, name: string, type: number): number {
  const nameAt = target.writeUInt8(name.length, at);
  return target.writeUInt8(type, nameAt + target.write(name, nameAt, 'latin1'));
}

function textHeader(name: string, value: string): Buffer {
  const header = Buffer.alloc(1 + name.length + 1 + 2 + value.length);
  const at = header.writeUInt16BE(value.length, writeHeaderName(header, 0, name, TYPE_TEXT));
  header.write(value, at, 'latin1');
  return header;
}

function writePrelude(message: Buffer, headerBytes: number): void {
  message.writeUInt32BE(message.length, 0);
  message.writeUInt32BE(headerBytes, 4);
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8);
}

function writeCrc(message: Buffer): void {
  const at = message.length - CRC_BYTES;
  message.writeUInt32BE(crc32(message.subarray(0, at)), at);
}

const eventHeaders = (eventType: string, contentType: string) =>
  Buffer.concat([
    textHeader(':message-type', 'event'),
    textHeader(':event-type', eventType),
    textHeader(':content-type', contentType),
  ]);
const AUDIO_EVENT_HEADERS = eventHeaders('AudioEvent', 'application/octet-stream');
const CONFIGURATION_EVENT_HEADERS = eventHeaders('ConfigurationEvent', 'application/json');
