import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChaosArguments } from './chaos-arguments.js';
import type { Deployment, DeploymentNeeds } from './deployments/deployment.js';
import { startStackDeployment } from './deployments/stack-deployment.js';
import { startStandaloneDeployment } from './deployments/standalone-deployment.js';
import { brokenBuilds, faults, type Fault } from './faults/index.js';
import { formatTable } from './report/format-table.js';
import type { RoundResult } from './round/judge-round.js';
import { runRound, type Round } from './round/run-round.js';
import { FRAME_BYTES, SAMPLE_RATE_HZ } from './truth/chaos-audio.js';

export interface ChaosResult {
  readonly results: readonly RoundResult[];
  readonly skipped: readonly { readonly fault: string; readonly reason: string }[];
}

/** The terminal shows at most this many details of a round. The data folder has all of them. */
const SHOWN_DETAILS = 12;
const RECORDING_BYTES_PER_SECOND = SAMPLE_RATE_HZ * FRAME_BYTES;

/**
 * Injects all chosen faults in turn. Faults with the same needs share a deployment. After an abort it stops everything, then
 * rejects.
 */
export async function runChaos(
  args: ChaosArguments,
  log: (text: string) => void,
  signal: AbortSignal = new AbortController().signal,
): Promise<ChaosResult> {
  const folder = args.dataDir ?? (await mkdtemp(join(tmpdir(), 'earshot-chaos-')));
  const results: RoundResult[] = [];
  const skipped: { fault: string; reason: string }[] = [];
  const chosen = [...faults.filter(({ name }) => args.faults.includes(name)), ...findFaultsOfBrokenBuilds(args)];
  const possible = chosen.filter((fault) => {
    const reason = fault.whyUnavailable?.() ?? null;
    if (reason !== null) skipped.push({ fault: fault.name, reason });
    return reason === null;
  });
  const context: ChaosContext = { args, log, signal, results };
  try {
    for (const [at, group] of groupByNeeds(possible).entries()) {
      const dataDir = join(folder, `deployment-${at + 1}`);
      await mkdir(dataDir, { recursive: true });
      await runGroup(group, dataDir, context);
    }
  } catch (error) {
    if (results.length > 0) log(`results before the interruption:\n${formatTable(results)}`);
    throw error;
  } finally {
    if (!args.keep) await rm(folder, { recursive: true, force: true });
    else log(`all data is in ${folder}`);
  }
  return { results, skipped };
}

/** What the rounds of all deployments share. */
interface ChaosContext {
  readonly args: ChaosArguments;
  readonly log: (text: string) => void;
  readonly signal: AbortSignal;
  readonly results: RoundResult[];
}

async function runGroup({ needs, members }: FaultGroup, dataDir: string, context: ChaosContext): Promise<void> {
  const { args, log, signal, results } = context;
  const deployment = await startDeployment(needs, dataDir, context);
  try {
    for (const fault of members) {
      log(`${fault.name}: ${fault.description}`);
      const roundId = Date.now().toString(36);
      const running = runRound(fault, deployment, { ...args, roundId, log: (text) => log(`  ${text}`) });
      const round = await rejectOnAbort(running, signal);
      results.push(round.result);
      logRound(round, log);
      if (args.keep) await writeDetails(round, deployment, dataDir);
    }
  } finally {
    await deployment.stop();
  }
}

function startDeployment(needs: DeploymentNeeds, dataDir: string, { args, log }: ChaosContext): Promise<Deployment> {
  const { bus, seed, replicas, calls, seconds } = args;
  const form = bus === 'embedded' ? 'the standalone form' : `${replicas} of each service on ${bus}`;
  log(`starting ${form}${needs.inject.length > 0 ? ` with ${needs.inject.join(', ')}` : ''}`);
  const recordingsBytes = calls * Math.max(seconds, 60) * RECORDING_BYTES_PER_SECOND * 2 + 32 * 2 ** 20;
  const start = bus === 'embedded' ? startStandaloneDeployment : startStackDeployment;
  return start({
    ...needs,
    ...{ bus, dataDir, seed, replicas, recordingsBytes },
    log: (text) => log(`  … ${text}`),
  });
}

/** Rejects at once after an abort. The work itself ends when its deployment has stopped. */
function rejectOnAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Error('stopped'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

function logRound(round: Round, log: (text: string) => void): void {
  const { violations, expected, recoveryMs } = round.result;
  if (violations.length === 0) return log(`  held: ${expected} finals, recovery ${(recoveryMs / 1_000).toFixed(1)} s`);
  log(`  BROKEN: ${violations.join('; ')}`);
  const details = formatDetails(round);
  for (const detail of details.slice(0, SHOWN_DETAILS)) log(`    ${detail}`);
  if (details.length > SHOWN_DETAILS) log(`    … ${details.length - SHOWN_DETAILS} more`);
}

async function writeDetails(round: Round, deployment: Deployment, dataDir: string): Promise<void> {
  const { fault, violations } = round.result;
  if (violations.length === 0) return;
  await writeFile(join(dataDir, `${fault}.details.txt`), formatDetails(round).join('\n'));
  await writeFile(join(dataDir, `${fault}.log.txt`), deployment.output());
}

const formatDetails = ({ checks }: Round): string[] =>
  checks.flatMap(({ callId, details, gaps, gapMs, problems }) => [
    ...details.map((detail) => `${callId}: ${detail}`),
    ...(gaps > 0 || problems.length > 0
      ? [`${callId}: ${gaps} gaps, ${gapMs} ms; problems: ${problems.join(', ') || 'none'}`]
      : []),
  ]);

/** Returns the fault that reveals each chosen broken build, together with the injection of its bug. */
function findFaultsOfBrokenBuilds({ brokenBuilds: chosen, bus }: ChaosArguments): Fault[] {
  const form = bus === 'embedded' ? 'standalone' : 'stack';
  return brokenBuilds.flatMap((build) => {
    const fault = chosen.includes(build.name) ? faults.find(({ name }) => name === build.fault[form]) : undefined;
    if (fault === undefined) return [];
    // The bug is injected first, so that it is next to the handlers and receives injected duplicates too.
    const inject = [build.name, ...(fault.needs?.inject ?? [])];
    return [
      {
        ...fault,
        name: `${build.name}-${fault.name}`,
        description: `${fault.description}; ${build.description}`,
        needs: { ...fault.needs, inject },
      },
    ];
  });
}

interface FaultGroup {
  readonly needs: DeploymentNeeds;
  readonly members: Fault[];
}

function groupByNeeds(chosen: readonly Fault[]): FaultGroup[] {
  const groups = new Map<string, FaultGroup>();
  for (const fault of chosen) {
    const needs: DeploymentNeeds = { inject: [], smallDisk: false, ...fault.needs };
    const key = JSON.stringify(needs);
    const group = groups.get(key) ?? { needs, members: [] };
    groups.set(key, group);
    group.members.push(fault);
  }
  return [...groups.values()];
}
