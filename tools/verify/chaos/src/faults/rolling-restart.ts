import { everybody, type Fault } from './fault.js';
import { stackOf } from './targets.js';

/** A connection that is closed is opened again at the other ingest, a few times at most. */
const MOVED_WITHIN_MS = 10_000;

/** Every process in turn is asked to go and replaced, as an orchestrator does with a new version. */
export const rollingRestart: Fault = {
  name: 'rolling-restart',
  says: 'SIGTERM and a new process for every service, one after the other',
  runsOn: ['standalone', 'stack'],
  maxGapMs: 2 * MOVED_WITHIN_MS,
  lastsMs: 60_000,
  run: async (context) => {
    const { site, say } = context;
    if (site.standalone !== null) {
      await site.standalone.end('SIGTERM');
      await site.heal();
      say('the process was replaced');
      return everybody(context);
    }
    for (const service of stackOf(site).services) {
      await service.stop();
      await service.restart();
      say(`${service.name}-${service.index} was replaced`);
    }
    return everybody(context);
  },
};
