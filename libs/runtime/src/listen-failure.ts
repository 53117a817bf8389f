import { Failure } from '@earshot/ports';

/** Where a server should listen, and the setting that holds its port. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  readonly portVariable: string;
}

/** Turns the error of `listen` into one line that names the setting. `Failure` `PORT_TAKEN` or `HOST_UNUSABLE`. */
export function listenFailure(cause: NodeJS.ErrnoException, { host, port, portVariable }: ListenAddress): Failure {
  const options = { retryable: false, cause };
  if (cause.code === 'EADDRINUSE') {
    const message = `${portVariable}: port ${port} is taken by another program; stop it or set another port`;
    return new Failure('PORT_TAKEN', message, options);
  }
  if (cause.code === 'EACCES') {
    const message = `${portVariable}: this user may not open port ${port}; set a port above 1023`;
    return new Failure('PORT_TAKEN', message, options);
  }
  return new Failure('HOST_UNUSABLE', `EARSHOT_HOST: cannot listen on ${host} (${cause.code})`, options);
}
