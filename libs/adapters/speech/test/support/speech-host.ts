import type { Clock } from '@earshot/ports';
import { CapturingLogger, CapturingMetrics } from '@earshot/testing';
import type { SpeechHost } from '../../src/speech-vendor.js';

/** What an engine gets when it prepares itself, on a machine that may not fetch models. */
export const createHost = (
  clock: Clock,
  { logger = new CapturingLogger(), modelsDir = '/nowhere' } = {},
): SpeechHost => ({
  dataDir: modelsDir,
  modelsDir,
  mayFetchModels: false,
  language: 'en-US',
  workers: 1,
  logger,
  metrics: new CapturingMetrics(),
  clock,
});
