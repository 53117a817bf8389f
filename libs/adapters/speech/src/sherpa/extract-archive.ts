import { Failure } from '@earshot/ports';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { errorCode, errorOutput } from '../error-text.js';

/**
 * Unpacks a `.tar.bz2` with the system's `tar`, which refuses paths that lead out of the directory. Rejects with
 * `Failure` `SPEECH_MODEL_NO_TAR` if tar is missing, `SPEECH_MODEL_UNUSABLE` if tar cannot read the archive.
 */
export async function extractArchive(path: string, directory: string, signal: AbortSignal, tar = 'tar'): Promise<void> {
  try {
    await promisify(execFile)(tar, ['-xjf', path, '-C', directory, '--no-same-owner'], { signal });
  } catch (cause) {
    if (signal.aborted) throw cause;
    if (errorCode(cause) === 'ENOENT') {
      throw new Failure('SPEECH_MODEL_NO_TAR', 'the program tar is missing; install tar and bzip2', {
        retryable: false,
        cause,
      });
    }
    const said = errorOutput(cause).split('\n')[0];
    throw new Failure('SPEECH_MODEL_UNUSABLE', `tar cannot unpack the model (is bzip2 installed?): ${said}`, {
      retryable: false,
      cause,
    });
  }
}
