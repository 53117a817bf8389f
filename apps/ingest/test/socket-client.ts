import WebSocket from 'ws';

export type Reply = Record<string, unknown>;

/** The client's side of a socket; records every reply. */
export class SocketClient {
  readonly replies: Reply[] = [];
  readonly gone: Promise<number>;
  private watchers: (() => void)[] = [];

  protected constructor(readonly socket: WebSocket) {
    this.gone = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.on('message', (data) => {
      this.replies.push(JSON.parse(data.toString()) as Reply);
      for (const look of [...this.watchers]) look();
    });
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
