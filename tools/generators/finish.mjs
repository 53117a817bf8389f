import { spawnSync } from 'node:child_process';
import devkit from '@nx/devkit';

/** Formats the new files. After they are written, brings the lock file and the generated docs up to date. */
export async function finish(tree, { skipFinish }) {
  await devkit.formatFiles(tree);
  return () => {
    if (skipFinish) return;
    for (const args of [
      ['install', '--no-audit', '--no-fund'],
      ['run', 'generate'],
    ])
      if (spawnSync('npm', args, { cwd: tree.root, stdio: 'inherit' }).status !== 0)
        throw new Error(`npm ${args.join(' ')} failed. Fix the error above, then run it again.`);
    process.stdout.write('\nComplete the new files, then run npm run check.\n');
  };
}
