import type { ServerUser } from './server-user.js';

/** The program of a server, its files and the user that it runs as. */
export interface ServerPlace {
  readonly binary: string;
  readonly clusterDir: string;
  readonly user: ServerUser | undefined;
}

/**
 * The path by which the server's user reaches the cluster. A process keeps its working directory when it gives up root, and
 * `/proc/self/cwd` needs no permission for the folders above. So the cluster may lie where only root may enter.
 */
export const clusterPath = (clusterDir: string, user: ServerUser | undefined): string =>
  user === undefined ? clusterDir : '/proc/self/cwd';

/** Options of a child process of the server's user. Ctrl-C at a terminal does not reach its process group. */
export const childOptions = (clusterDir: string, user: ServerUser | undefined) => ({
  cwd: clusterDir,
  detached: true,
  env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
  ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
});
