import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { refuseArguments } from './bad-argument.mjs';
import { root } from './install.mjs';
import { judgeAudit } from './supply-chain/judge-audit.mjs';

/**
 * Asks the registry of this user for known vulnerabilities of the packages that Earshot ships. The exit code is 0 if there is none of
 * severity high or critical, 1 if there is one, and 2 if nobody answered.
 */
refuseArguments(process.argv.slice(2), 'npm run advisories', 'It takes none. npm config says which registry it asks.');

// npm would wait 70 seconds for a registry that is not there.
const RETRIES = ['--fetch-retries=1', '--fetch-retry-mintimeout=500'];
const child = spawn('npm', ['audit', '--omit=dev', '--package-lock-only', '--json', ...RETRIES], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'pipe'],
});
const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
const { exitCode, lines } = judgeAudit(stdout, stderr);
for (const line of lines) process.stdout.write(`${line}\n`);
process.exitCode = exitCode;
