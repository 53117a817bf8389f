import { createServer } from 'node:http';
import { exactKinesalite } from './exact-kinesalite.js';
import { limitKinesalite } from './kinesis-limits.js';

/**
 * Kinesalite as a program, within the limits of Kinesis: `kinesis-main.js PORT FOLDER`. It says when it listens, and ends
 * with whoever started it.
 */
const [port, path] = process.argv.slice(2);
if (path === undefined) throw new Error('expected a port and a folder');
limitKinesalite(Date.now);
const server = createServer(exactKinesalite({ path, createStreamMs: 5, updateStreamMs: 5, shardLimit: 10_000 }));
// Idle connections that it closes after Node's 5 s would break under the next request of a client.
server.keepAliveTimeout = 120_000;
server.listen(Number(port), '127.0.0.1', () => process.send?.('listening'));

const leave = () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
};
process.on('SIGTERM', leave);
process.on('disconnect', leave);
