import { allCalls, type Fault } from './fault.js';
import { requireStack } from './targets.js';

/** A client whose connection was closed reaches the other ingest within this time. */
const RECONNECTED_WITHIN_MS = 10_000;

/** Replaces every process in turn, as an orchestrator does with a new version. */
export const rollingRestart: Fault = {
  name: 'rolling-restart',
  description: 'SIGTERM and a new process for every service, one after the other',
  runsOn: ['standalone', 'stack'],
  maxGapMs: 2 * RECONNECTED_WITHIN_MS,
  lastsMs: 60_000,
  run: async (context) => {
    const { deployment, log } = context;
    if (deployment.standalone !== null) {
      await deployment.standalone.end('SIGTERM');
      await deployment.restore();
      log('replaced the process');
      return allCalls(context);
    }
    for (const service of requireStack(deployment).services) {
      await service.stop();
      await service.restart();
      log(`replaced ${service.name}-${service.index}`);
    }
    return allCalls(context);
  },
};
