import { Failure } from '@earshot/ports';
import { findKafkaHome } from '@earshot/testing';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { logView } from './log-view.js';
import { readArguments, usage } from './stack-arguments.js';
import type { Stack, StackBus } from './stack.js';
import { startStack } from './start-stack.js';

const ROOT = join(import.meta.dirname, '../../../..');
const REVIVE_AFTER_MS = 1_000;

const print = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const { bus, replicas, isHelp } = readArguments(process.argv.slice(2));
  if (isHelp) return print(usage);
  // Fetches the broker where it is not there yet, and says why where it cannot.
  if (bus === 'kafka' && findKafkaHome(undefined, ROOT) === undefined) {
    spawnSync(process.execPath, [join(ROOT, 'tools/workspace/ensure-kafka.mjs')], { stdio: 'inherit' });
  }
  const stopping = stopRequested();
  const show = logView({ write: (text) => void process.stdout.write(text), isColoured: process.stdout.isTTY });
  const starting = startStack({
    dataDir: process.env['EARSHOT_DATA_DIR'] ?? '.earshot',
    replicas,
    bus,
    ports: { http: portOf('EARSHOT_HTTP_PORT', 4000), ingest: portOf('EARSHOT_INGEST_PORT', 4001) },
    reviveAfterMs: REVIVE_AFTER_MS,
    onProgress: (step) => print(`  … ${step}`),
    onLog: show,
    signal: stopping,
  });
  const stack = await starting;
  print(banner(stack, bus));
  await new Promise<void>((resolve) => {
    if (stopping.aborted) resolve();
    else stopping.addEventListener('abort', () => resolve(), { once: true });
  });
  print('Finishing what is under way …');
  await stack.stop();
  print('Stopped.');
}

const portOf = (variable: string, standard: number): number | undefined => {
  const port = Number(process.env[variable] ?? standard);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Failure('BAD_ARGUMENT', `${variable}: expected a port`);
  return port === 0 ? undefined : port;
};

function stopRequested(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
  return stop.signal;
}

const banner = ({ httpUrls, ingestUrls, services, dataDir, broker }: Stack, bus: StackBus): string =>
  [
    '',
    'Earshot is running, each service in a process of its own.',
    `  Web page and GraphQL   ${httpUrls.join('  ')}   (GraphQL at /graphql)`,
    `  Calls come in at       ${ingestUrls.join('  ')}`,
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

try {
  await main();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
