import { connect } from 'node:net';

const LIMIT_MS = 10_000;
/** ApiVersions (18) version 0, correlation id 7, no client id. A broker answers this request before any other. */
const request = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, 0xff, 0xff]);

/** Whether a Kafka broker serves requests on this plaintext port. The port opens seconds before it does. */
export function kafkaAnswers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
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
