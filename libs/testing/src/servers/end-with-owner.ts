import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';

/**
 * The program of the watch. It reads a pipe whose other end this process holds. The kernel closes the pipe when this process
 * ends, even by SIGKILL. The watch then sends SIGTERM each second, and SIGKILL after some seconds, because a process that is
 * stopped or busy cannot end by itself. It signals a process only while its command line holds the text, because ids are
 * used again.
 */
const WATCH_PROGRAM = `
read -r _
tries=0
while kill -0 "$1" && { [ ! -e "/proc/$1/cmdline" ] || grep -aqF -- "$2" "/proc/$1/cmdline"; } && [ $tries -lt 30 ]; do
  signal=TERM; [ $tries -lt 6 ] || signal=KILL
  kill -s $signal "$1"
  tries=$((tries + 1))
  sleep 1
done
`;

/**
 * Ends a process when this process ends without having ended it, e.g. by SIGKILL. `commandLineText` is a part of its command
 * line. Returns the end of the watch, which the caller has to call when the process has ended.
 */
export function endWithOwner(pid: number, commandLineText: string): () => void {
  const watch = spawn('/bin/sh', ['-c', WATCH_PROGRAM, 'earshot-watch', String(pid), commandLineText], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // In a process group of its own: a signal to the group of this process must not end the watch first.
    detached: true,
  });
  // Without a shell there is no watch.
  watch.once('error', () => {});
  watch.stdin?.once('error', () => {});
  watch.unref();
  (watch.stdin as Socket | null)?.unref();
  return () => void watch.kill('SIGKILL');
}
