import { createServer, isIP } from 'node:net';
import { Failure } from '@earshot/ports';
import { listenFailure, type ListenAddress } from '@earshot/runtime';
import type { ProcessConfig } from './hosting.config.js';

/** Whether only programs on this machine can reach the address. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/** Refuses an address that others can reach while nobody has to prove who they are. `Failure` `HOST_NEEDS_IDENTITY`. */
export function requireSafeHost(
  config: Pick<ProcessConfig, 'EARSHOT_AUTH' | 'EARSHOT_HOST' | 'EARSHOT_ALLOW_UNAUTHENTICATED'>,
): void {
  if (config.EARSHOT_AUTH !== 'open' || isLoopback(config.EARSHOT_HOST) || config.EARSHOT_ALLOW_UNAUTHENTICATED) return;
  throw new Failure(
    'HOST_NEEDS_IDENTITY',
    'EARSHOT_HOST: with EARSHOT_AUTH=open everybody who reaches this address could read every call. Set EARSHOT_AUTH=local, ' +
      'which asks for access keys. Or use a loopback address (127.0.0.1, ::1, localhost) and put a proxy in front that signs ' +
      'people in. Or, where only that proxy or this machine reaches the address, e.g. in a container, set ' +
      'EARSHOT_ALLOW_UNAUTHENTICATED=true.',
  );
}

/** Rejects before anything else is started if the port is not free. `Failure` `PORT_TAKEN`, `HOST_UNUSABLE`. */
export async function requireFreePort(address: ListenAddress): Promise<void> {
  const { host, port } = address;
  if (port === 0) return;
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenFailure(error, address)));
    server.listen(port, host, () => server.close(() => resolve()));
  });
}
