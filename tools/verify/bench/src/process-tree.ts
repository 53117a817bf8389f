import { readdirSync, readFileSync } from 'node:fs';

const MS_PER_TICK = 10;

interface ProcessNow {
  readonly parent: number;
  readonly ticks: number;
}

/** Reads the CPU time of a process and all its descendants, including PostgreSQL. Null if the system has no `/proc`. */
export function readTreeCpuMs(rootPid: number): number | null {
  const tree = readTree(rootPid);
  return tree === null ? null : [...tree.values()].reduce((sum, { ticks }) => sum + ticks, 0) * MS_PER_TICK;
}

/** Reads the resident memory in MiB of the descendants of a process whose command line has the text. Null if the system has no `/proc`. */
export function readTreeMemoryMb(rootPid: number, commandText: string): number | null {
  const tree = readTree(rootPid);
  if (tree === null) return null;
  const pids = [...tree.keys()].filter((pid) => readFile(pid, 'cmdline').includes(commandText));
  return pids.reduce((sum, pid) => sum + readResidentKb(pid), 0) / 1_024;
}

/** The process and all its descendants, by id. */
function readTree(rootPid: number): Map<number, ProcessNow> | null {
  const processes = new Map<number, ProcessNow>();
  try {
    for (const name of readdirSync('/proc'))
      if (/^\d+$/.test(name)) processes.set(Number(name), readStat(Number(name)));
  } catch {
    return null;
  }
  const isDescendant = (pid: number): boolean => {
    let ancestor = pid;
    while (ancestor !== rootPid && ancestor > 1) ancestor = processes.get(ancestor)?.parent ?? 0;
    return ancestor === rootPid;
  };
  return new Map([...processes].filter(([pid]) => isDescendant(pid)));
}

/** Reads the CPU time of a process, including children that have ended. */
function readStat(pid: number): ProcessNow {
  const text = readFile(pid, 'stat');
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  return { parent: fields[1] ?? 0, ticks: [11, 12, 13, 14].reduce((sum, at) => sum + (fields[at] ?? 0), 0) };
}

const readResidentKb = (pid: number): number => Number(/VmRSS:\s*(\d+)/.exec(readFile(pid, 'status'))?.[1] ?? 0);

/** Empty if the process ended in the meantime. */
function readFile(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
