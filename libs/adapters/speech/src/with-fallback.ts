import type { EngineHealth } from './engine-health.js';
import type { SpeechEngineState } from './speech-vendor.js';

/** An engine of the order of preference, and its state at each moment. */
export interface EngineCandidate {
  readonly name: string;
  current(): SpeechEngineState;
}

/** Chooses an engine that is not excluded. The reason says which preferred engines were passed over, and why. */
export type ChooseEngine = (excluded?: ReadonlySet<string>) => SpeechEngineState;

/**
 * Chooses the first engine, in the order of preference, that can run, is not excluded, is healthy and has room; without
 * one, the first that can run. It only chooses: who runs a stream knows its position and opens the next engine there.
 */
export function withFallback(
  candidates: readonly EngineCandidate[],
  health: Pick<EngineHealth, 'isPaused'>,
): ChooseEngine {
  return (excluded = new Set()) => {
    const passedOver: string[] = [];
    let poorChoice: SpeechEngineState | null = null;
    for (const candidate of candidates) {
      const { name } = candidate;
      const { engine, reason, isFull } = candidate.current();
      if (engine === null) passedOver.push(`not ${name}: ${reason}`);
      else if (excluded.has(engine.name)) passedOver.push(`not ${name}: it failed in this call`);
      else if (isFull === true || health.isPaused(engine.name)) {
        const why = isFull === true ? 'it has as many streams as it may have' : 'it failed lately';
        passedOver.push(`not ${name}: ${why}`);
        poorChoice ??= { engine, reason: `${name}: ${reason}; ${why}, and no other engine can run` };
      } else return { engine, reason: [`${name}: ${reason}`, ...passedOver].join('; ') };
    }
    return poorChoice ?? { engine: null, reason: passedOver.join('; ') || 'speech recognition is switched off' };
  };
}
