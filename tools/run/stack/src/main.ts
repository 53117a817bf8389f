import { badArgument, formatToolFailure } from '@earshot/ports';
import type { StackCommand } from './run-stack.js';
import { readArguments, usage } from './stack-arguments.js';

function readPort(variable: string, defaultPort: number): number | undefined {
  const port = Number(process.env[variable] ?? defaultPort);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw badArgument(`${variable} must be a port from 0 to 65535`);
  return port === 0 ? undefined : port;
}

function readCommand(): StackCommand | null {
  try {
    const args = readArguments(process.argv.slice(2));
    if (args.isHelp) return { ...args, ports: { http: undefined, ingest: undefined } };
    const ports = { http: readPort('EARSHOT_HTTP_PORT', 4_000), ingest: readPort('EARSHOT_INGEST_PORT', 4_001) };
    return { ...args, ports };
  } catch (error) {
    process.stderr.write(`${formatToolFailure(error)}\n`);
    process.exitCode = 1;
    return null;
  }
}

const command = readCommand();
if (command?.isHelp === true) process.stdout.write(`${usage}\n`);
else if (command !== null) {
  // These load Nest and the servers' adapters. A wrong argument is refused before.
  const [{ runUntilStopped }, { runStack }] = await Promise.all([import('@earshot/hosting'), import('./run-stack.js')]);
  await runUntilStopped('The stack', (stop) => runStack(command, stop));
}
