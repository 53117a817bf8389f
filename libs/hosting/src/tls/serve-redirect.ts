import type { ListenAddress } from '@earshot/runtime';
import { gateMessages } from '../request-gate.js';
import { serveHttp, type SmallServer } from '../serve-http.js';

/**
 * Redirects browsers from plain HTTP to TLS; path and query stay. `findOrigin` returns the origin with TLS for a Host header,
 * or null for a host that is not ours. Any other request than a read gets 403: it may carry a key, and a redirect would let
 * its program send the key in the clear every time. `Failure` `PORT_TAKEN`, `HOST_UNUSABLE`.
 */
export const serveRedirect = (
  address: ListenAddress,
  findOrigin: (host: string) => string | null,
): Promise<SmallServer> =>
  serveHttp(address, ({ method, headers, url = '/' }, response) => {
    const isRead = method === 'GET' || method === 'HEAD';
    const origin = isRead && url.startsWith('/') ? findOrigin(headers.host ?? '') : null;
    if (origin !== null) {
      response.writeHead(308, { location: `${origin}${url}`, 'content-length': 0 }).end();
      return;
    }
    response
      .writeHead(403, { 'content-type': 'application/json; charset=utf-8', connection: 'close' })
      .end(JSON.stringify({ code: 'TLS_REQUIRED', message: gateMessages.TLS_REQUIRED }));
  });
