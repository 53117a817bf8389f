import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { Failure } from '@earshot/ports';

const ROOT = join(import.meta.dirname, '../../../..');
const LINES_SHOWN = 5;

/**
 * Runs a program of persistence that prepares a server, as a container does before the services start. `program` is its folder.
 * Rejects with `STACK_NOT_PREPARED` and its last lines.
 */
export function runPreparation(
  program: 'migrate' | 'prepare-kafka',
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const main = join(ROOT, 'apps/persistence/dist', program, 'main.js');
  const options = { env: { ...process.env, NODE_OPTIONS: '', ...env } };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [main], options, (error, stdout, stderr) => {
      if (error === null) return resolve();
      const last = `${stdout}${stderr}`.trimEnd().split('\n').slice(-LINES_SHOWN).join('\n');
      reject(
        new Failure('STACK_NOT_PREPARED', `${program} of persistence failed:\n${last}`, {
          retryable: false,
          cause: error,
        }),
      );
    });
  });
}
