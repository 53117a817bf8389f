import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { waitForAbort } from '@earshot/hosting';
import { findKafkaHome } from '@earshot/testing';
import { createLogView } from './create-log-view.js';
import type { StackArguments } from './stack-arguments.js';
import type { Stack, StackBus } from './stack.js';
import { startStack } from './start-stack.js';

const ROOT = join(import.meta.dirname, '../../../..');
const RESTART_AFTER_MS = 1_000;

const print = (line: string) => void process.stdout.write(`${line}\n`);

export interface StackCommand extends StackArguments {
  readonly ports: { readonly http: number | undefined; readonly ingest: number | undefined };
}

/** Starts the stack, prints its addresses, and stops it when `stop` aborts. */
export async function runStack({ bus, replicas, ports }: StackCommand, stop: AbortSignal): Promise<void> {
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
