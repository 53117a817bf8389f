import { Failure } from '@earshot/ports';
import type { EngineRun } from './engine-run.js';

/** Why an engine cannot go on with a call. Only `FAILED` says something about its other calls. */
export type EngineLeft = 'FAILED' | 'REFUSED_CALL' | 'FULL';

export function reasonToLeave(error: unknown, run: EngineRun | null): EngineLeft {
  if (error instanceof Failure && error.code === 'SPEECH_ENGINE_FULL') return 'FULL';
  return run?.isRefused === true ? 'REFUSED_CALL' : 'FAILED';
}
