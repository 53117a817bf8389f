import { once } from 'node:events';
import WebSocket, { type ClientOptions } from 'ws';

export type Reply = Record<string, unknown>;

/** The client's side of an LCA socket; records every reply. */
export class LcaClient {
  readonly replies: Reply[] = [];
  readonly gone: Promise<number>;
  private watchers: (() => void)[] = [];

  private constructor(readonly socket: WebSocket) {
    this.gone = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.on('message', (data) => {
      this.replies.push(JSON.parse(data.toString()) as Reply);
      for (const look of [...this.watchers]) look();
    });
  }

  static async open(url: string, options: ClientOptions = {}): Promise<LcaClient> {
    const socket = new WebSocket(url, { perMessageDeflate: false, ...options });
    const client = new LcaClient(socket);
    await once(socket, 'open');
    return client;
  }

  start(callId: string | undefined, fields: object = {}): void {
    this.text({ callEvent: 'START', callId, samplingRate: 8_000, ...fields });
  }

  end(callId: string): void {
    this.text({ callEvent: 'END', callId, samplingRate: 8_000 });
  }

  text(message: object | string): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  audio(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => this.socket.send(bytes, { binary: true }, () => resolve()));
  }

  async reply(type: string, fields: Reply = {}): Promise<Reply> {
    const find = () =>
      this.replies.find(
        (reply) => reply.type === type && Object.entries(fields).every(([key, value]) => reply[key] === value),
      );
    while (find() === undefined) await new Promise<void>((resolve) => this.watchers.push(resolve));
    return find() as Reply;
  }
}
