import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { services } from '@earshot/contracts';
import { kafkaUser } from '@earshot/event-bus';
import { Failure, type Logger } from '@earshot/ports';
import { findKafkaHome, startSecuredKafka, type CertificateFiles } from '@earshot/testing';
import { runPreparation } from './run-preparation.js';
import type { BrokerOptions, RunningBroker } from './stack-broker.js';

/**
 * Starts the broker of the Compose file. It writes to `kafka` below the data directory, and each service is known by a certificate of its
 * own, issued anew at each start. Rejects with `KAFKA_NOT_INSTALLED`.
 */
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
  const server = await startSecuredKafka({ home, dataDir: folder, proxyPort: linkPort, detached: true });
  const writePid = () => writeFile(pidFile(folder), `${server.pid}\n`);
  await writePid();
  const environmentFor = (brokers: readonly string[]) => ({
    EARSHOT_BUS: 'kafka',
    KAFKA_BROKERS: brokers.join(),
    KAFKA_TLS: 'true',
    KAFKA_TLS_CA_FILE: server.caFile,
  });
  const prefix = process.env['KAFKA_TOPIC_PREFIX'] ?? '';
  const certificates = new Map<string, CertificateFiles>();
  for (const service of services) certificates.set(service, await server.issueFor(kafkaUser(service, prefix)));
  return {
    ...server,
    get pid() {
      return server.pid;
    },
    start: async () => {
      await server.start();
      await writePid();
    },
    address: server.certificateBrokers.join(),
    behindLinkPort: server.behindProxyPort,
    identityOf: (service) => certificateSettings(certificates.get(service)),
    prepare: () =>
      runPreparation('prepare-kafka', {
        ...environmentFor(server.certificateBrokers),
        ...certificateSettings(server.operator),
      }),
    environment: environmentFor(server.certificateBrokers),
    environmentByLink: environmentFor([`127.0.0.1:${linkPort}`]),
  };
}

const certificateSettings = (files: CertificateFiles | undefined): Readonly<Record<string, string>> =>
  files === undefined ? {} : { KAFKA_TLS_CERT_FILE: files.certFile, KAFKA_TLS_KEY_FILE: files.keyFile };

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
