import { access, constants, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning } from '../is-running.js';

const NAME = /^earshot-speech-(\d+)-/;

/** Parent of the span directories: memory rather than disk, because spoken words should not outlive the moment. */
export async function findSpanParent(): Promise<string> {
  return access('/dev/shm', constants.W_OK).then(
    () => '/dev/shm',
    () => tmpdir(),
  );
}

/** A new directory that only this user can read. Its name contains the process id. */
export const makeSpanDirectory = (parent: string): Promise<string> =>
  mkdtemp(join(parent, `earshot-speech-${process.pid}-`));

/** Removes directories that killed processes left behind. */
export async function removeOrphanedSpans(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = Number(NAME.exec(name)?.[1] ?? process.pid);
    if (!isRunning(pid)) await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
}
