import { createServer } from 'node:http';
import { exactKinesalite } from './exact-kinesalite.js';
import { limitKinesalite } from './kinesis-limits.js';

/**
 * Kinesalite as a program with the limits of Kinesis: `kinesis-main.js PORT FOLDER`. It sends `listening` to the process
 * that started it, and ends with that process.
 */
const [port, path] = process.argv.slice(2);
if (path === undefined) throw new Error('expected a port and a folder');
limitKinesalite(Date.now);
const server = createServer(exactKinesalite({ path, createStreamMs: 5, updateStreamMs: 5, shardLimit: 10_000 }));
// Node closes idle connections after 5 s by default, which would break the next request of a client.
server.keepAliveTimeout = 120_000;
server.listen(Number(port), '127.0.0.1', () => process.send?.('listening'));

const stop = () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
};
process.on('SIGTERM', stop);
process.on('disconnect', stop);
