import { build } from './build.mjs';

const LOOK_MS = 500;

/** What every npm script that runs something begins with: what is missing is built, or one line says why it cannot be. */
export function beginScript() {
  endWithNpm();
  try {
    build();
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(error.exitCode ?? 1);
  }
}

/**
 * npm starts a script through a shell, which ends at a signal without passing it on. Whoever ends `npm start` by its
 * process id (a supervisor, a script) would leave Earshot behind, with its ports and its database: it ends with its shell.
 */
function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const startedBy = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === startedBy) return;
    clearInterval(looking);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_MS).unref();
}
