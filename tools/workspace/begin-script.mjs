import { build } from './build.mjs';

const CHECK_PARENT_EVERY_MS = 500;

/** The first step of every npm script that runs a program. Builds what is missing, or prints one line that says why it cannot. */
export async function beginScript(options) {
  endWithNpm();
  try {
    await build(options);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(error.exitCode ?? 1);
  }
}

/**
 * Ends this process when npm's shell ends, because the shell does not forward the signal that kills it. Without this, a
 * supervisor that stops `npm start` by its process id would leave Earshot running, with its ports and its database.
 */
function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const startedBy = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === startedBy) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, CHECK_PARENT_EVERY_MS).unref();
}
