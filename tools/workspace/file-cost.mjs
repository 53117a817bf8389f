import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** Names the file that the workers of a jest run append the cost of each test file to. */
const COSTS_FILE = 'EARSHOT_TEST_COSTS';
/** Linux counts the processor time of ended children in hundredths of a second. */
const TICKS_PER_SECOND = 100;

/** Measures what one test file costs. A worker runs one file at a time, so its processor time is that of the file. */
export class FileCost {
  #from = now();
  #loaded;

  /** The file and what it imports are loaded; its first test begins. */
  markLoaded() {
    this.#loaded = now();
  }

  /** Adds the cost to the list of this run, if the run keeps one. */
  record(file) {
    const costsFile = process.env[COSTS_FILE];
    if (!costsFile) return;
    const to = now();
    const cost = {
      file,
      seconds: to.seconds - this.#from.seconds,
      cpuSeconds: to.cpuSeconds - this.#from.cpuSeconds,
      loadCpuSeconds: (this.#loaded ?? to).cpuSeconds - this.#from.cpuSeconds,
    };
    appendFileSync(costsFile, `${JSON.stringify(cost)}\n`);
  }
}

/** The environment of a run whose files record their costs in `path`. */
export const recordCostsIn = (path) => ({ [COSTS_FILE]: path });

export function readCosts(path) {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

function now() {
  const { user, system } = process.cpuUsage();
  return { seconds: performance.now() / 1_000, cpuSeconds: (user + system) / 1e6 + childCpuSeconds() };
}

/** Processor time of the ended child processes and their ended children. Only Linux tells it; elsewhere it is 0. */
function childCpuSeconds() {
  if (process.platform !== 'linux') return 0;
  // The name of the program comes second and may contain spaces; it ends with the last bracket.
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}
