import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { childOptions, type ServerPlace } from './server-place.js';

/**
 * The program of the watch. It reads a pipe whose other end this process holds. The kernel closes the pipe when this process
 * ends, even by SIGKILL; the watch then stops the server: a fast shutdown first, an immediate one after 5 seconds. Both keep
 * what was committed. It signals the process only while the cluster's own pid file names it, because ids are used again.
 */
const WATCH_PROGRAM = `
read -r _
tries=0
while kill -0 "$1" && [ $tries -lt "$2" ]; do
  signal=INT; [ $tries -lt 5 ] || signal=QUIT
  read -r serving < postmaster.pid && [ "$serving" = "$1" ] && kill -s $signal "$1"
  tries=$((tries + 1))
  sleep 1
done
`;

const TRIES = 60;

/** The arguments of `sh` that watch the server with this process id. The working directory has to be the cluster. */
export const watchArguments = (serverPid: number, tries = TRIES): string[] => [
  '-c',
  WATCH_PROGRAM,
  'earshot-postgres-watch',
  String(serverPid),
  String(tries),
];

/**
 * Stops the server when this process ends without having stopped it, e.g. by SIGKILL. Returns the end of the watch, which the
 * caller has to call when the server has ended.
 */
export function stopWithOwner(serverPid: number, { clusterDir, user }: ServerPlace): () => void {
  const watch = spawn('/bin/sh', watchArguments(serverPid), {
    ...childOptions(clusterDir, user),
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a shell there is no watch. The next start then stops the server.
  watch.once('error', () => {});
  watch.stdin?.once('error', () => {});
  watch.unref();
  (watch.stdin as Socket | null)?.unref();
  return () => void watch.kill('SIGKILL');
}
