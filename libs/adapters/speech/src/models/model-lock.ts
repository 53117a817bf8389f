import { Failure } from '@earshot/ports';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { isRunning } from '../is-running.js';

/**
 * Lets one process at a time fetch a model. A lock whose owner has ended, or had our own process id, is taken over. Rejects
 * with retryable `Failure` `SPEECH_MODEL_BUSY` while another process has it.
 */
export async function lockModel(file: string): Promise<() => Promise<void>> {
  const takeLock = () => writeFile(file, String(process.pid), { flag: 'wx' });
  try {
    await takeLock();
  } catch {
    const owner = Number(await readFile(file, 'utf8').catch(() => '0'));
    if (owner > 0 && owner !== process.pid && isRunning(owner)) {
      throw new Failure('SPEECH_MODEL_BUSY', `process ${owner} is downloading the model`, { retryable: true });
    }
    await rm(file, { force: true });
    await takeLock();
  }
  return () => rm(file, { force: true });
}
