import { build } from './build.mjs';

const LOOK_MS = 500;

/** Every npm script that runs something starts with this. It builds what is missing, or prints in one line why it cannot. */
export async function beginScript() {
  endWithNpm();
  try {
    await build();
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(error.exitCode ?? 1);
  }
}

/**
 * Ends this process when npm's shell ends. A signal kills the shell, but the shell does not forward it. Without this, a
 * supervisor that stops `npm start` by its process id would leave Earshot running, with its ports and its database.
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
