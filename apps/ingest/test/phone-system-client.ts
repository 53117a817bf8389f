import { once } from 'node:events';
import WebSocket from 'ws';

/** Samples in a message of 20 ms at 8 kHz. */
export const PIECE = 160;

/** The client's side of a phone system's socket: it reads no replies. */
export class PhoneSystemClient {
  /** The code that the server closed the socket with. */
  readonly gone: Promise<number>;
  /** What the server sent; phone systems expect nothing. */
  readonly received: string[] = [];

  private constructor(readonly socket: WebSocket) {
    this.gone = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.on('message', (data) => this.received.push((data as Buffer).toString()));
  }

  static async open(url: string, headers: Record<string, string> = {}): Promise<PhoneSystemClient> {
    const socket = new WebSocket(url, { perMessageDeflate: false, headers });
    const client = new PhoneSystemClient(socket);
    await once(socket, 'open');
    return client;
  }

  /** Resolves when the message is written. */
  send(message: object | string | Uint8Array): Promise<void> {
    const data = typeof message === 'string' || message instanceof Uint8Array ? message : JSON.stringify(message);
    return new Promise((resolve) => this.socket.send(data, () => resolve()));
  }

  /** Begins a call as Twilio and Talkdesk do. */
  async start(callSid: string, fields: object = {}): Promise<void> {
    await this.send({ event: 'connected', protocol: 'Call', version: '1.0.0' });
    const mediaFormat = { encoding: 'audio/x-mulaw', sampleRate: 8_000, channels: 1 };
    const start = { accountSid: 'AC1', callSid, tracks: ['inbound', 'outbound'], mediaFormat, ...fields };
    await this.send({ event: 'start', sequenceNumber: '1', streamSid: 'MZ1', start });
  }

  /** The samples of one track as its message number `at`, from 0. */
  media(track: string, at: number, samples: Uint8Array): Promise<void> {
    const payload = Buffer.from(samples).toString('base64');
    const media = { track, chunk: String(at + 1), timestamp: String(at * 20), payload };
    return this.send({ event: 'media', streamSid: 'MZ1', media });
  }

  stop(): Promise<void> {
    return this.send({ event: 'stop', stop: { accountSid: 'AC1', callSid: 'c1' } });
  }
}

/** The messages of one track in `samples`, each with its number. */
export const piecesOf = (samples: Uint8Array): readonly { at: number; piece: Uint8Array }[] =>
  Array.from({ length: samples.length / PIECE }, (_, at) => ({
    at,
    piece: samples.subarray(at * PIECE, (at + 1) * PIECE),
  }));

/** One byte of each track in turn. */
export function interleave(tracks: readonly Uint8Array[]): Buffer {
  const length = tracks[0]?.length ?? 0;
  const joined = Buffer.alloc(length * tracks.length);
  for (const [track, samples] of tracks.entries())
    for (let at = 0; at < length; at++) joined[at * tracks.length + track] = samples[at] ?? 0;
  return joined;
}
