import type { ServiceName } from '@earshot/contracts';
import type { ServiceProcess, Stack } from '@earshot/stack';
import type { Site } from '../sites/site.js';
import type { FaultContext, Touched } from './fault.js';

export function stackOf({ stack }: Site): Stack {
  if (stack === null) throw new Error('this fault needs separate services');
  return stack;
}

export const servicesOf = (site: Site, name: ServiceName): readonly ServiceProcess[] =>
  stackOf(site).services.filter((service) => service.name === name);

export function anyOf<T>(all: readonly T[], random: () => number): T {
  const chosen = all[Math.floor(random() * all.length)];
  if (chosen === undefined) throw new Error('there is nothing to choose from');
  return chosen;
}

/** The calls that are connected to this ingest at this moment. */
export function callsOfIngest({ site, calls }: FaultContext, ingest: ServiceProcess): Touched {
  const url = site.ingestUrls[ingest.index - 1];
  return new Set(calls.filter((call) => call.url() === url).map(({ plan }) => plan.callId));
}
