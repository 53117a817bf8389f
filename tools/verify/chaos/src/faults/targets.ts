import type { ServiceName } from '@earshot/contracts';
import type { ServiceProcess, Stack } from '@earshot/stack';
import type { Deployment } from '../deployments/deployment.js';
import type { FaultContext, AffectedCalls } from './fault.js';

export function requireStack({ stack }: Deployment): Stack {
  if (stack === null) throw new Error('this fault needs services in separate processes');
  return stack;
}

export const findServices = (deployment: Deployment, name: ServiceName): readonly ServiceProcess[] =>
  requireStack(deployment).services.filter((service) => service.name === name);

export function pickOne<T>(all: readonly T[], random: () => number): T {
  const picked = all[Math.floor(random() * all.length)];
  if (picked === undefined) throw new Error('nothing to pick from');
  return picked;
}

/** The calls that are connected to this ingest now. */
export function findCallsOf({ deployment, calls }: FaultContext, ingest: ServiceProcess): AffectedCalls {
  const url = deployment.ingestUrls[ingest.index - 1];
  return new Set(calls.filter((call) => call.url() === url).map(({ plan }) => plan.callId));
}
