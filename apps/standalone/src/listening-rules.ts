import { createServer } from 'node:net';
import { isIP } from 'node:net';
import { Failure } from '@earshot/ports';

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/** Refuses an address that others can reach while nobody has to say who they are. `Failure` `HOST_NEEDS_IDENTITY`. */
export function requireLoopback(host: string): void {
  if (isLoopback(host)) return;
  throw new Failure(
    'HOST_NEEDS_IDENTITY',
    `EARSHOT_HOST: without identity configured everybody who reaches this address could read every call, so only a loopback address (127.0.0.1, ::1, localhost) is accepted; put a proxy that signs people in before it`,
  );
}

/** Fails early, before a database is started for nothing. `Failure` `PORT_TAKEN`, `HOST_UNUSABLE`. */
export async function requireFreePort(host: string, port: number, variable: string): Promise<void> {
  if (port === 0) return;
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const problem =
        error.code === 'EADDRINUSE'
          ? new Failure('PORT_TAKEN', `${variable}: port ${port} is taken by another program; stop it or set another port`)
          : error.code === 'EACCES'
            ? new Failure('PORT_TAKEN', `${variable}: port ${port} needs more rights than this user has`)
            : new Failure('HOST_UNUSABLE', `EARSHOT_HOST: cannot listen on ${host} (${error.code})`);
      reject(problem);
    });
    server.listen(port, host, () => server.close(() => resolve()));
  });
}
