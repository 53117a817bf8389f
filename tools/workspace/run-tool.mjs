import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { beginScript } from './begin-script.mjs';
import { root } from './install.mjs';

/** These tools need only the packages of a start. */
const NEED_NO_TEST_TOOLS = ['run/call-player', 'run/dead-letters', 'run/transcribe'];

/** Builds what is missing, then runs `tools/<name>` with the arguments after `--`. */
const [name, ...args] = process.argv.slice(2);
await beginScript({ forStart: NEED_NO_TEST_TOOLS.includes(name) });
const child = spawn(process.execPath, ['--expose-gc', join(root, 'tools', name, 'dist/main.js'), ...args], {
  stdio: 'inherit',
});
// The terminal sends Ctrl-C to both processes. This one waits until the tool has shut down.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => signal === 'SIGTERM' && child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
