import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure, type Logger } from '@earshot/ports';
import { findKafkaHome, startKafka } from '@earshot/testing';
import type { BrokerOptions, RunningBroker } from './stack-broker.js';

/** The broker of the stack, its data in `kafka` below the data directory. `Failure` `KAFKA_NOT_INSTALLED`. */
export async function startStackKafka({ dataDir, linkPort, logger }: BrokerOptions): Promise<RunningBroker> {
  const home = findKafkaHome(undefined, import.meta.dirname);
  if (home === undefined) {
    throw new Failure(
      'KAFKA_NOT_INSTALLED',
      'There is no Kafka here: node tools/workspace/ensure-kafka.mjs fetches it (needs Java 17 and Maven).',
    );
  }
  const folder = join(dataDir, 'kafka');
  await stopLeftOver(folder, logger);
  const server = await startKafka({ home, dataDir: folder, proxyPort: linkPort, detached: true });
  const notePid = () => writeFile(pidFile(folder), `${server.pid}\n`);
  await notePid();
  const environmentBy = (brokers: readonly string[]) => ({ EARSHOT_BUS: 'kafka', KAFKA_BROKERS: brokers.join() });
  return {
    ...server,
    get pid() {
      return server.pid;
    },
    start: async () => {
      await server.start();
      await notePid();
    },
    address: server.brokers.join(),
    behindLinkPort: server.behindProxyPort,
    environment: environmentBy(server.brokers),
    environmentByLink: environmentBy([`127.0.0.1:${linkPort}`]),
  };
}

const pidFile = (folder: string): string => join(folder, 'broker.pid');

/** A broker of a run that was killed holds the folder's lock. Only a Java of this very folder is ended. */
async function stopLeftOver(folder: string, logger: Logger): Promise<void> {
  const pid = Number(contentOf(pidFile(folder)));
  const isOurs = () => contentOf(`/proc/${pid}/cmdline`).includes(folder);
  if (!Number.isInteger(pid) || pid <= 0 || !isOurs()) return;
  logger.warn({ pid }, 'stopping the Kafka broker that an earlier run left behind');
  process.kill(pid, 'SIGTERM');
  for (let waitedMs = 0; isOurs() && waitedMs < 30_000; waitedMs += 100) await pause(100);
  if (isOurs()) process.kill(pid, 'SIGKILL');
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
