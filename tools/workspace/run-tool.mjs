import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { beginScript } from './begin-script.mjs';
import { root } from './install.mjs';

/** Builds what is missing, then runs `tools/<name>` with the arguments after `--`. */
const [name, ...args] = process.argv.slice(2);
await beginScript();
const child = spawn(process.execPath, ['--expose-gc', join(root, 'tools', name, 'dist/main.js'), ...args], {
  stdio: 'inherit',
});
// The terminal sends Ctrl-C to both processes. This one waits until the tool has shut down.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => signal === 'SIGTERM' && child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
