import { access, constants, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning } from '../is-running.js';

const NAME = /^earshot-speech-(\d+)-/;

/** Where span directories are made: memory rather than disk, since what a caller said should not outlive the moment. */
export async function findSpanParent(): Promise<string> {
  return access('/dev/shm', constants.W_OK).then(
    () => '/dev/shm',
    () => tmpdir(),
  );
}

/** A new directory that only this user can read; its name tells whose it is. */
export const makeSpanDirectory = (parent: string): Promise<string> =>
  mkdtemp(join(parent, `earshot-speech-${process.pid}-`));

/** Removes the directories of processes that were killed before they could do so. */
export async function removeOrphanedSpans(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = Number(NAME.exec(name)?.[1] ?? process.pid);
    if (!isRunning(pid)) await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
}
