import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { listenFailure, type ListenAddress } from '@earshot/runtime';

/** A small HTTP server beside the one of a service. */
export interface SmallServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Listens until `close`, which breaks open connections. With `tls`, it speaks only TLS. `Failure` `PORT_TAKEN`, `HOST_UNUSABLE`. */
export async function serveHttp(
  address: ListenAddress,
  answer: RequestListener,
  tls: ServerOptions | null = null,
): Promise<SmallServer> {
  const server = tls === null ? createServer(answer) : createTlsServer(tls, answer);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenFailure(error, address)));
    server.listen(address.port, address.host, resolve);
  });
  const { address: ip, family, port } = server.address() as AddressInfo;
  return {
    url: `${tls === null ? 'http' : 'https'}://${family === 'IPv6' ? `[${ip}]` : ip}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
