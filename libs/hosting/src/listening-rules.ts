import { createServer, isIP } from 'node:net';
import { Failure } from '@earshot/ports';

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/** Refuses an address that others can reach while nobody has to say who they are. `Failure` `HOST_NEEDS_IDENTITY`. */
export function requireSafeHost(config: { EARSHOT_HOST: string; EARSHOT_ALLOW_UNAUTHENTICATED: boolean }): void {
  if (isLoopback(config.EARSHOT_HOST) || config.EARSHOT_ALLOW_UNAUTHENTICATED) return;
  throw new Failure(
    'HOST_NEEDS_IDENTITY',
    'EARSHOT_HOST: without identity configured everybody who reaches this address could read every call, so only a loopback ' +
      'address (127.0.0.1, ::1, localhost) is accepted; put a proxy that signs people in before it, and set ' +
      'EARSHOT_ALLOW_UNAUTHENTICATED=true where nobody else reaches it, e.g. in a container: it lets everybody in who does',
  );
}

/** Fails early, before a database is started for nothing. `Failure` `PORT_TAKEN`, `HOST_UNUSABLE`. */
export async function requireFreePort(host: string, port: number, variable: string): Promise<void> {
  if (port === 0) return;
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenFailure(error, host, port, variable)));
    server.listen(port, host, () => server.close(() => resolve()));
  });
}

/** Why a port cannot be had, in one line that names the variable. */
export function listenFailure(error: NodeJS.ErrnoException, host: string, port: number, variable: string): Failure {
  if (error.code === 'EADDRINUSE') {
    return new Failure(
      'PORT_TAKEN',
      `${variable}: port ${port} is taken by another program; stop it or set another port`,
    );
  }
  if (error.code === 'EACCES')
    return new Failure('PORT_TAKEN', `${variable}: port ${port} needs more rights than this user has`);
  return new Failure('HOST_UNUSABLE', `EARSHOT_HOST: cannot listen on ${host} (${error.code})`);
}
