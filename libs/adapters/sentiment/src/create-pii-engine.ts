import type { PiiConfig } from './pii.config.js';
import type { PiiContext, RunningPiiEngine } from './running-pii-engine.js';

/** Creates the engine that the settings choose; null for none. Rejects with `Failure` `PII_ENGINE_UNUSABLE`, which names the variable. */
export async function createPiiEngine(config: PiiConfig, context: PiiContext): Promise<RunningPiiEngine | null> {
  if (config.PII_ENGINE === 'none') return null;
  // The AWS SDK is large, so it is loaded only when it is used.
  const { createComprehendPiiEngine } = await import('./comprehend-pii/create-comprehend-pii-engine.js');
  return createComprehendPiiEngine(config, context);
}
