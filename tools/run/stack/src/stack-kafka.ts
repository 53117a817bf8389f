import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure, type Logger } from '@earshot/ports';
import { findKafkaHome, startKafka } from '@earshot/testing';
import type { BrokerOptions, RunningBroker } from './stack-broker.js';

/** Starts a Kafka broker that writes to `kafka` below the data directory. Rejects with `KAFKA_NOT_INSTALLED`. */
export async function startStackKafka({ dataDir, linkPort, logger }: BrokerOptions): Promise<RunningBroker> {
  const home = findKafkaHome(undefined, import.meta.dirname);
  if (home === undefined) {
    throw new Failure(
      'KAFKA_NOT_INSTALLED',
      'Kafka is not installed. Run node tools/workspace/ensure-kafka.mjs to download it. This needs Java 17 and Maven.',
    );
  }
  const folder = join(dataDir, 'kafka');
  await stopOrphanedBroker(folder, logger);
  const server = await startKafka({ home, dataDir: folder, proxyPort: linkPort, detached: true });
  const writePid = () => writeFile(pidFile(folder), `${server.pid}\n`);
  await writePid();
  const environmentFor = (brokers: readonly string[]) => ({ EARSHOT_BUS: 'kafka', KAFKA_BROKERS: brokers.join() });
  return {
    ...server,
    get pid() {
      return server.pid;
    },
    start: async () => {
      await server.start();
      await writePid();
    },
    address: server.brokers.join(),
    behindLinkPort: server.behindProxyPort,
    environment: environmentFor(server.brokers),
    environmentByLink: environmentFor([`127.0.0.1:${linkPort}`]),
  };
}

const pidFile = (folder: string): string => join(folder, 'broker.pid');

/** Stops the broker of a killed stack, because it holds the lock of the folder. First checks that the process uses this folder. */
async function stopOrphanedBroker(folder: string, logger: Logger): Promise<void> {
  const pid = Number(readFileOrEmpty(pidFile(folder)));
  const usesFolder = () => readFileOrEmpty(`/proc/${pid}/cmdline`).includes(folder);
  if (!Number.isInteger(pid) || pid <= 0 || !usesFolder()) return;
  logger.warn({ pid }, 'stopping the Kafka broker of an earlier stack that was killed');
  process.kill(pid, 'SIGTERM');
  for (let waitedMs = 0; usesFolder() && waitedMs < 30_000; waitedMs += 100) await pause(100);
  if (usesFolder()) process.kill(pid, 'SIGKILL');
}

function readFileOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
