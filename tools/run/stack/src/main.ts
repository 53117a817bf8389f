import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { runUntilStopped, waitForAbort } from '@earshot/hosting';
import { badArgument, formatToolFailure } from '@earshot/ports';
import { findKafkaHome } from '@earshot/testing';
import { createLogView } from './create-log-view.js';
import { readArguments, usage, type StackArguments } from './stack-arguments.js';
import type { Stack, StackBus } from './stack.js';
import { startStack } from './start-stack.js';

const ROOT = join(import.meta.dirname, '../../../..');
const RESTART_AFTER_MS = 1_000;

const print = (line: string) => void process.stdout.write(`${line}\n`);

interface StackCommand extends StackArguments {
  readonly ports: { readonly http: number | undefined; readonly ingest: number | undefined };
}

async function runStack({ bus, replicas, ports }: StackCommand, stop: AbortSignal): Promise<void> {
  // Downloads Kafka if it is missing. Prints the reason if it cannot.
  if (bus === 'kafka' && findKafkaHome(undefined, ROOT) === undefined) {
    spawnSync(process.execPath, [join(ROOT, 'tools/workspace/ensure-kafka.mjs')], { stdio: 'inherit' });
  }
  const stack = await startStack({
    dataDir: process.env['EARSHOT_DATA_DIR'] ?? '.earshot',
    replicas,
    bus,
    ports,
    restartAfterMs: RESTART_AFTER_MS,
    onProgress: (step) => print(`  … ${step}`),
    onLog: createLogView({ write: (text) => void process.stdout.write(text), isColoured: process.stdout.isTTY }),
    signal: stop,
  });
  print(formatBanner(stack, bus));
  await waitForAbort(stop);
  print('Finishing the work in progress …');
  await stack.stop();
  print('Stopped.');
}

function readPort(variable: string, defaultPort: number): number | undefined {
  const port = Number(process.env[variable] ?? defaultPort);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw badArgument(`${variable} must be a port from 0 to 65535`);
  return port === 0 ? undefined : port;
}

const formatBanner = ({ httpUrls, ingestUrls, services, dataDir, broker }: Stack, bus: StackBus): string =>
  [
    '',
    'Earshot is running, each service in its own process.',
    `  Web page and GraphQL   ${httpUrls.join('  ')}   (GraphQL at /graphql)`,
    `  Sources connect to     ${ingestUrls.join('  ')}`,
    `  ${bus === 'kafka' ? 'Kafka' : 'Kinesis (kinesalite)'}`.padEnd(25) + broker.address,
    `  Data                   ${dataDir}`,
    ...services.map(
      ({ name, index, pid, healthUrl }) => `  ${`${name}-${index}`.padEnd(22)} ${healthUrl}/health/ready   pid ${pid}`,
    ),
    '',
    '  Send a call:           npm run call -- FILE.wav',
    '  Stop:                  Ctrl-C',
    '',
  ].join('\n');

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
if (command?.isHelp === true) print(usage);
else if (command !== null) await runUntilStopped('The stack', (stop) => runStack(command, stop));
