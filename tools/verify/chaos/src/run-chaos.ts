import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChaosArguments } from './chaos-arguments.js';
import { brokenBuilds, faults, type Fault } from './faults/index.js';
import { table } from './report/table.js';
import { runRound, type Round } from './round/run-round.js';
import type { Row } from './round/verdict.js';
import { startEmbeddedSite } from './sites/embedded-site.js';
import type { Site, SiteNeeds } from './sites/site.js';
import { startStackSite } from './sites/stack-site.js';

export interface ChaosResult {
  readonly rows: readonly Row[];
  readonly skipped: readonly { readonly fault: string; readonly reason: string }[];
}

/** Details of a round that are printed; the rest is in the data folder. */
const SHOWN_DETAILS = 12;
const FRAME_BYTES_PER_SECOND = 32_000;

/** Does every fault in turn; those that need the same kind of site share one. Aborted, it rejects when nothing is left running. */
export async function runChaos(
  args: ChaosArguments,
  say: (text: string) => void,
  signal: AbortSignal = new AbortController().signal,
): Promise<ChaosResult> {
  const folder = args.dataDir ?? (await mkdtemp(join(tmpdir(), 'earshot-chaos-')));
  const rows: Row[] = [];
  const skipped: { fault: string; reason: string }[] = [];
  const chosen = [...faults.filter(({ name }) => args.faults.includes(name)), ...brokenFaults(args)];
  const possible = chosen.filter((fault) => {
    const reason = fault.unavailable?.() ?? null;
    if (reason !== null) skipped.push({ fault: fault.name, reason });
    return reason === null;
  });
  try {
    for (const [at, group] of groupsOf(possible).entries()) {
      const dataDir = join(folder, `site-${at + 1}`);
      await mkdir(dataDir, { recursive: true });
      await runGroup(group, dataDir, args, say, signal, rows);
    }
  } catch (error) {
    // What was found by then is worth as much as before.
    if (rows.length > 0) say(`interrupted after:\n${table(rows)}`);
    throw error;
  } finally {
    if (!args.keep) await rm(folder, { recursive: true, force: true });
    else say(`everything is in ${folder}`);
  }
  return { rows, skipped };
}

async function runGroup(
  { needs, members }: Group,
  dataDir: string,
  args: ChaosArguments,
  say: (text: string) => void,
  signal: AbortSignal,
  rows: Row[],
): Promise<void> {
  const { bus, seed, replicas, calls, seconds } = args;
  say(
    `starting ${bus === 'embedded' ? 'the standalone form' : `${replicas} of each service on ${bus}`}${needs.inject.length > 0 ? ` with ${needs.inject.join(', ')}` : ''}`,
  );
  const recordingsBytes = calls * Math.max(seconds, 60) * FRAME_BYTES_PER_SECOND * 2 + 32 * 2 ** 20;
  const start = bus === 'embedded' ? startEmbeddedSite : startStackSite;
  const site = await start({
    ...needs,
    bus,
    dataDir,
    seed,
    replicas,
    recordingsBytes,
    say: (text) => say(`  … ${text}`),
  });
  try {
    for (const fault of members) {
      say(`${fault.name}: ${fault.says}`);
      const run = Date.now().toString(36);
      const running = runRound(fault, site, { ...args, run, say: (text) => say(`  ${text}`) });
      const round = await unlessAborted(running, signal);
      rows.push(round.row);
      await tell(round, site, dataDir, args.keep, say);
    }
  } finally {
    await site.stop();
  }
}

/** What goes on after an abort ends by itself once its site is gone; nobody waits for it. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Error('stopped'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

async function tell(
  { row, checks }: Round,
  site: Site,
  dataDir: string,
  keep: boolean,
  say: (text: string) => void,
): Promise<void> {
  if (row.broken.length === 0)
    return say(`  held: ${row.expected} finals, recovery ${(row.recoveryMs / 1_000).toFixed(1)} s`);
  say(`  BROKEN: ${row.broken.join('; ')}`);
  const details = checks.flatMap((check) => [
    ...check.details.map((detail) => `${check.callId}: ${detail}`),
    ...(check.gaps > 0 || check.problems.length > 0
      ? [`${check.callId}: ${check.gaps} gaps, ${check.gapMs} ms; problems: ${check.problems.join(', ') || 'none'}`]
      : []),
  ]);
  for (const detail of details.slice(0, SHOWN_DETAILS)) say(`    ${detail}`);
  if (details.length > SHOWN_DETAILS) say(`    … ${details.length - SHOWN_DETAILS} more`);
  if (!keep) return;
  await writeFile(join(dataDir, `${row.fault}.details.txt`), details.join('\n'));
  await writeFile(join(dataDir, `${row.fault}.log.txt`), site.output());
}

/** The telling fault of each broken build, with what breaks it loaded besides. */
function brokenFaults({ broken, bus }: ChaosArguments): Fault[] {
  const form = bus === 'embedded' ? 'standalone' : 'stack';
  return brokenBuilds.flatMap((build) => {
    const fault = broken.includes(build.name) ? faults.find(({ name }) => name === build.fault[form]) : undefined;
    if (fault === undefined) return [];
    // Loaded first, so that it sits nearest to the handlers: what comes twice comes to it twice.
    const inject = [build.name, ...(fault.needs?.inject ?? [])];
    return [
      {
        ...fault,
        name: `${build.name}-${fault.name}`,
        says: `${fault.says}; ${build.says}`,
        needs: { ...fault.needs, inject },
      },
    ];
  });
}

interface Group {
  readonly needs: SiteNeeds;
  readonly members: Fault[];
}

function groupsOf(chosen: readonly Fault[]): Group[] {
  const groups = new Map<string, Group>();
  for (const fault of chosen) {
    const needs: SiteNeeds = { inject: [], smallDisk: false, ...fault.needs };
    const key = JSON.stringify(needs);
    const group = groups.get(key) ?? { needs, members: [] };
    groups.set(key, group);
    group.members.push(fault);
  }
  return [...groups.values()];
}
