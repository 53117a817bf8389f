import type { SpeechCapabilities, SpeechEngine, WordTimes } from '@earshot/graphql-api';
import type { SpeechEngineReport, SpeechReadinessStore } from '@earshot/ports';
import type { Access } from '../../access/access.js';
import type { GatewayMetrics } from '../../platform/gateway-metrics.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';

/** What the live transcription processes say of their speech engines. It tells nothing of a call, so whoever reads calls may see it. */
export class SpeechEngineStates {
  constructor(
    private readonly speech: Pick<SpeechReadinessStore, 'findLive'>,
    private readonly access: Access,
    private readonly metrics: GatewayMetrics,
  ) {}

  listEngines({ viewer }: OperationContext): Promise<readonly SpeechEngine[]> {
    if (this.access.scopeOf(viewer, 'READ') === null) return Promise.resolve([]);
    return this.metrics.timeRead('speechEngines', async () => {
      const live = await this.speech.findLive();
      return mergeReports(live.flatMap(({ engines }) => engines));
    });
  }
}

/** One entry for each engine: its best state in any process. */
export function mergeReports(reports: readonly SpeechEngineReport[]): readonly SpeechEngine[] {
  const best = new Map<string, SpeechEngineReport>();
  for (const report of reports) {
    const known = best.get(report.name);
    if (known === undefined || rankState(report) > rankState(known)) best.set(report.name, report);
  }
  return [...best.values()].map(({ name, isConfigured, isHealthy, reason, capabilities }) => ({
    name,
    isConfigured,
    isHealthy,
    reason,
    capabilities: toCapabilities(capabilities),
  }));
}

const rankState = ({ isConfigured, isHealthy }: SpeechEngineReport): number =>
  Number(isConfigured) + 2 * Number(isHealthy);

const wordTimes: Readonly<Record<SpeechEngineReport['capabilities']['wordTimes'], WordTimes>> = {
  measured: 'MEASURED',
  estimated: 'ESTIMATED',
  either: 'EITHER',
};

const toCapabilities = (each: SpeechEngineReport['capabilities']): SpeechCapabilities => ({
  ...each,
  wordTimes: wordTimes[each.wordTimes],
});
