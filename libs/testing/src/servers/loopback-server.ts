import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { IssuedPair } from './test-authority.js';

/** An HTTP server on the loopback that can stop and start again on the same port. */
export class LoopbackServer {
  private server: Server | undefined;

  private constructor(
    private readonly handler: RequestListener,
    readonly port: number,
    server: Server,
    private readonly pair: IssuedPair | undefined,
  ) {
    this.server = server;
  }

  /** Listens on a free port, with TLS if it has a certificate. */
  static async open(handler: RequestListener, pair?: IssuedPair): Promise<LoopbackServer> {
    const server = await listen(handler, 0, pair);
    return new LoopbackServer(handler, (server.address() as AddressInfo).port, server, pair);
  }

  get url(): string {
    return `http${this.pair === undefined ? '' : 's'}://127.0.0.1:${this.port}`;
  }

  /** Stops listening and breaks every connection. */
  async goAway(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server === undefined) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  /** Listens on the same port again. */
  async comeBack(): Promise<void> {
    this.server ??= await listen(this.handler, this.port, this.pair);
  }
}

const listen = (handler: RequestListener, port: number, pair: IssuedPair | undefined): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = pair === undefined ? createServer(handler) : createTlsServer(pair, handler);
    server.once('error', reject);
    // Node closes idle connections after 5 s by default, which would break the next request of a client.
    server.keepAliveTimeout = 120_000;
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
