import { build, buildPrograms } from './build.mjs';

const CHECK_PARENT_EVERY_MS = 500;

/** The first step of every npm script that runs a program. Builds what is missing, or prints one line that says why it cannot. */
export const beginScript = (options) => begin(() => build(options));

/** The first step of `npm start`: returns when the programs can start. `pageBuilt` resolves when the web page is built too. */
export const beginStart = () => begin(() => buildPrograms({ forStart: true }));

async function begin(prepare) {
  endWithNpm();
  try {
    return await prepare();
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(error.exitCode ?? 1);
  }
}

/**
 * Ends this process when npm ends, e.g. by SIGKILL. Without this, Earshot would keep its ports and its database. The scripts
 * in package.json say `exec`, because a shell in between would keep a SIGINT for itself until its child has ended.
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
