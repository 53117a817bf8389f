import type { LcaEvent, LcaFacts } from '@earshot/media/lca-events';

/** Facts of a call, and from when on they count. */
export interface FactChange {
  readonly changedAtMs: number;
  readonly facts: LcaFacts;
}

/**
 * What an event says about a call beside its words. The time of arrival counts, because producers' clocks differ. A start counts
 * from its own time: a start that is sent twice must not undo what changed since. Null: nothing.
 */
export function findChange(event: LcaEvent, arrivedAtMs: number): FactChange | null {
  switch (event.kind) {
    case 'started':
      return { changedAtMs: Math.min(event.atMs ?? arrivedAtMs, arrivedAtMs), facts: factsOf(event) };
    case 'ended':
    case 'facts-changed':
      return { changedAtMs: arrivedAtMs, facts: factsOf(event) };
    case 'agent-changed':
      return { changedAtMs: arrivedAtMs, facts: { agentId: event.agentId } };
    case 'recording-url':
      return { changedAtMs: arrivedAtMs, facts: { metadata: { 'lca.recordingUrl': event.url } } };
    case 'pca-url':
      return { changedAtMs: arrivedAtMs, facts: { metadata: { 'lca.pcaUrl': event.url } } };
    default:
      return null;
  }
}

export const factsOf = ({ customerNumber, systemNumber, agentId, metadata }: LcaFacts): LcaFacts => ({
  ...(customerNumber !== undefined && { customerNumber }),
  ...(systemNumber !== undefined && { systemNumber }),
  ...(agentId !== undefined && { agentId }),
  ...(metadata !== undefined && { metadata }),
});
