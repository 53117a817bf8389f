import { Failure } from '@earshot/ports';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../error-text.js';

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the disk is read-only',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EEXIST: 'a file is in the way',
  ENOTDIR: 'a file is in the way',
  ENOENT: 'no folder can be made there',
};

/**
 * Creates the folder of the models and runs work that writes into it. An error of the file system becomes `Failure`
 * `SPEECH_MODEL_FOLDER_UNUSABLE`; other errors stay.
 */
export async function writeModels<Result>(modelsDir: string, work: () => Promise<Result>): Promise<Result> {
  try {
    await createFolder(modelsDir);
    return await work();
  } catch (error) {
    throw isSystemError(error) ? folderUnusable(`cannot write models to ${modelsDir}`, errorCode(error), error) : error;
  }
}

/** Why npm failed if it could not write its files, else null. `code` is the code of npm's error. */
export const findWriteFailure = (spec: string, code: string, cause: unknown): Failure | null =>
  code in REASONS ? folderUnusable(`npm cannot write ${spec}`, code, cause) : null;

/**
 * Creates a folder and those above it. The recursive `mkdir` of Node.js never returns where the file system takes no new
 * folder, as in `/proc`.
 */
async function createFolder(path: string): Promise<void> {
  if (existsSync(path)) return;
  await createFolder(dirname(path));
  await mkdir(path).catch((error: unknown) => {
    // Another process may have created it meanwhile.
    if (!existsSync(path)) throw error;
  });
}

const isSystemError = (error: unknown): boolean =>
  !(error instanceof Failure) && typeof error === 'object' && error !== null && 'syscall' in error;

const folderUnusable = (problem: string, code: string, cause: unknown): Failure =>
  new Failure('SPEECH_MODEL_FOLDER_UNUSABLE', `${problem}: ${REASONS[code] ?? code}`, { retryable: false, cause });
