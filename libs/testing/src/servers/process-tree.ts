import { execFileSync } from 'node:child_process';

/** True if a process with this id exists, even one of another user. */
export function isProcessAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The ids of the children of a process, of their children, and so on. */
export function findDescendants(pid: number): number[] {
  const parents = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    parents.filter(([, ppid]) => ppid === parent).flatMap(([child = 0]) => [child, ...below(child)]);
  return below(pid);
}

/** Resolves when none of these processes exists. */
export async function untilProcessesEnd(pids: readonly number[]): Promise<void> {
  while (pids.some(isProcessAlive)) await new Promise((resolve) => setTimeout(resolve, 50));
}
