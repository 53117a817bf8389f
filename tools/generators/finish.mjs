import { spawnSync } from 'node:child_process';
import devkit from '@nx/devkit';

/** Formats what was generated, and afterwards brings the lock file and the generated files up to date. */
export async function finish(tree, { skipFinish }) {
  await devkit.formatFiles(tree);
  return () => {
    if (skipFinish) return;
    for (const args of [
      ['install', '--no-audit', '--no-fund'],
      ['run', 'generate'],
    ])
      if (spawnSync('npm', args, { cwd: tree.root, stdio: 'inherit' }).status !== 0)
        throw new Error(`npm ${args.join(' ')} failed. Run it again when the reason above is gone.`);
    process.stdout.write('\nFill in what the new files leave open, then run npm run check.\n');
  };
}
