import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

export interface ReceivedCall {
  readonly texts: Record<string, unknown>[];
  audio: Buffer;
  frames: number;
  readonly socket: WebSocket;
  readonly path: string;
}

/** A server for both protocols. The test decides how it reacts to a message. */
export class CallListener {
  readonly calls: ReceivedCall[] = [];
  private constructor(
    private readonly server: WebSocketServer,
    readonly url: string,
  ) {}

  static async open(
    onMessage: (call: ReceivedCall, message: Record<string, unknown> | Buffer) => void = replyLikeEarshot,
  ): Promise<CallListener> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    const listener = new CallListener(server, `ws://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/ws`);
    server.on('connection', (socket, request) => {
      const call: ReceivedCall = { texts: [], audio: Buffer.alloc(0), frames: 0, socket, path: request.url ?? '' };
      listener.calls.push(call);
      socket.on('message', (data: Buffer, isBinary) => {
        const message = isBinary ? data : (JSON.parse(data.toString()) as Record<string, unknown>);
        if (Buffer.isBuffer(message)) {
          call.audio = Buffer.concat([call.audio, message]);
          call.frames += 1;
        } else call.texts.push(message);
        onMessage(call, message);
      });
    });
    return listener;
  }

  async close(): Promise<void> {
    for (const client of this.server.clients) client.terminate();
    await new Promise((done) => this.server.close(done));
  }
}

/** Sends `started` and `ended` as Earshot does. */
export function replyLikeEarshot(call: ReceivedCall, message: Record<string, unknown> | Buffer): void {
  if (Buffer.isBuffer(message)) return;
  const { callEvent, type, callId } = message;
  if (callEvent === 'START' || type === 'start') call.socket.send(JSON.stringify({ type: 'started', callId }));
  if (callEvent === 'END' || type === 'end') call.socket.send(JSON.stringify({ type: 'ended', callId, receivedMs: 7 }));
}
