import { once } from 'node:events';
import WebSocket, { type ClientOptions } from 'ws';
import { SocketClient } from './socket-client.js';

/** The client's side of an LCA socket. */
export class LcaClient extends SocketClient {
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
}
