import { readdirSync, readFileSync } from 'node:fs';

const MS_PER_TICK = 10;

/** Reads the CPU time of a process and all its descendants, including PostgreSQL. Null if the system has no `/proc`. */
export function readTreeCpuMs(rootPid: number): number | null {
  const processes = new Map<number, { parent: number; ticks: number }>();
  try {
    for (const name of readdirSync('/proc')) if (/^\d+$/.test(name)) processes.set(Number(name), readStat(name));
  } catch {
    return null;
  }
  let ticks = 0;
  for (const [pid, { ticks: own }] of processes) {
    let ancestor = pid;
    while (ancestor !== rootPid && ancestor > 1) ancestor = processes.get(ancestor)?.parent ?? 0;
    if (ancestor === rootPid) ticks += own;
  }
  return ticks * MS_PER_TICK;
}

/** Reads the CPU time of a process, including children that have ended. */
function readStat(pid: string): { parent: number; ticks: number } {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    return { parent: fields[1] ?? 0, ticks: [11, 12, 13, 14].reduce((sum, at) => sum + (fields[at] ?? 0), 0) };
  } catch {
    // The process ended in the meantime.
    return { parent: 0, ticks: 0 };
  }
}
