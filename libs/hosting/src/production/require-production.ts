import { Failure } from '@earshot/ports';
import { findProductionProblems, type CheckedConfig, type CheckedProgram } from './find-production-problems.js';

/**
 * Refuses to run a program in production with anything missing. Throws `Failure` `PRODUCTION_NOT_READY`, whose message names
 * every problem, one a line, and no value.
 */
export function requireProduction(config: CheckedConfig, program: CheckedProgram): void {
  if (config.EARSHOT_MODE !== 'production') return;
  const problems = findProductionProblems(config, program);
  if (problems.length === 0) return;
  const lines = problems.map(([setting, problem]) => `${setting}: ${problem}.`);
  throw new Failure('PRODUCTION_NOT_READY', lines.join('\n'));
}
