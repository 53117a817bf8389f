import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** Below the range that systems use for outgoing connections, so the port of a stopped server stays free. */
const FIRST = 20_000;
const COUNT = 12_000;

/**
 * Finds loopback ports that nobody listens on at the moment, and reserves them until this process ends. Test files that run
 * at the same time otherwise find the same port, and the second server cannot listen on it.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if ((await isFree(port)) && (await reservePort(port))) ports.push(port);
  }
  return ports;
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** Takes the UDP port of the same number, which our servers do not use. The system frees it even if the process is killed. */
const reservePort = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const reservation = createSocket('udp4').once('error', () => {
      reservation.close();
      resolve(false);
    });
    reservation.bind({ port, address: '127.0.0.1', exclusive: true }, () => resolve(true)).unref();
  });
