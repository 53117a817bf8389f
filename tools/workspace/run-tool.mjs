import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { beginScript } from './begin-script.mjs';
import { root } from './install.mjs';

/** Stops the tool if this process is killed. */
const END_WITH_PARENT = join(root, 'tools/run/stack/src/end-with-parent.mjs');
/** These tools need only the packages of a start. */
const NEED_NO_TEST_TOOLS = [
  'run/access-tool',
  'run/audit',
  'run/call-player',
  'run/dead-letters',
  'run/models',
  'run/transcribe',
];

/** Builds what is missing, then runs `tools/<name>` with the arguments after `--`. */
const [name, ...args] = process.argv.slice(2);
await beginScript({ forStart: NEED_NO_TEST_TOOLS.includes(name) });
const child = spawn(
  process.execPath,
  ['--expose-gc', '--import', END_WITH_PARENT, join(root, 'tools', name, 'dist/main.js'), ...args],
  // In a process group of its own, because a tool would take a second Ctrl-C as "stop at once".
  { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], detached: true },
);
// The terminal and npm both send Ctrl-C to this process. The tool gets one of the two.
const SAME_SIGNAL_MS = 1_000;
let forwardedAtMs = -Infinity;
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    if (Date.now() - forwardedAtMs < SAME_SIGNAL_MS) return;
    forwardedAtMs = Date.now();
    child.kill(signal);
  });
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
