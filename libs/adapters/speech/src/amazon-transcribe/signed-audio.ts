import type { ClientHttp2Stream } from 'node:http2';
import { Readable } from 'node:stream';
import { FrameSigner, type RequestSignature } from './frame-signer.js';
import { EventFrame, writeLastFrame } from './event-frame.js';

/** The connection is full when this much waits: half a second of two telephone channels. */
const MAX_WAITING_BYTES = 16_384;

/**
 * The audio of one request as signed event-stream frames. The signer of the SDK needs about 2 ms of CPU for each second
 * of a call, so this class writes the same bytes itself, in memory that frames share. The SDK gets it as the body of the
 * request, which has no bytes: frames go to the HTTP/2 stream itself, once the service has accepted the request.
 * https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html
 */
export class SignedAudio extends Readable {
  private signer: FrameSigner | null = null;
  /** Where the frames go: null until the service accepts the request. */
  stream: ClientHttp2Stream | null = null;
  private frame = createAudioFrame(0);
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
    this.signer = new FrameSigner(signature);
    if (this.configuration === null) return;
    // The service may wait for it before it accepts the request.
    const frame = new EventFrame('ConfigurationEvent', 'application/json', this.configuration.length);
    this.push(frame.write(this.configuration, this.signer));
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
    if (this.stream === null) return;
    // The stream reads a frame's memory until the frame is sent.
    const isFrameSent = this.stream.writableLength === 0;
    if (!isFrameSent || this.frame.payloadBytes !== samples.length) this.frame = createAudioFrame(samples.length);
    this.stream.write(this.frame.write(samples, this.readySigner()));
  }

  /** Sends the empty frame that ends the audio. */
  endAudio(): void {
    this.stream?.end(writeLastFrame(this.readySigner()));
  }

  /** The body has no bytes but the configuration, and stays open until the exchange is over. */
  override _read(): void {}

  private readySigner(): FrameSigner {
    if (this.signer === null) throw new Error('the request is not signed');
    return this.signer;
  }
}

const createAudioFrame = (audioBytes: number) => new EventFrame('AudioEvent', 'application/octet-stream', audioBytes);

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
