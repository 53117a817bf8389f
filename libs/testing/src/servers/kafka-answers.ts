import { connect, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';

const LIMIT_MS = 10_000;
/** ApiVersions (18) version 0, correlation id 7, no client id. A broker answers this request before any other. */
const request = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, 0xff, 0xff]);

/** Whether a Kafka broker serves requests on this port, with TLS if there are options for it. The port opens seconds before it does. */
export function kafkaAnswers(port: number, tls?: ConnectionOptions): Promise<boolean> {
  return new Promise((resolve) => {
    const send = () => socket.write(request);
    const socket: Socket =
      tls === undefined ? connect(port, '127.0.0.1', send) : connectTls(port, '127.0.0.1', tls, send);
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(LIMIT_MS, () => end(false));
    socket.once('error', () => end(false));
    socket.once('close', () => end(false));
    socket.once('data', (data) => end(data.length >= 8 && data.readInt32BE(4) === 7));
  });
}
