import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { services, type ServiceName } from '@earshot/contracts';
import { kafkaUser } from '@earshot/event-bus';
import { Failure, type Logger } from '@earshot/ports';
import {
  findKafkaHome,
  startSecuredKafka,
  type CertificateFiles,
  type SecuredKafka,
  type ServicePasswords,
} from '@earshot/testing';
import { runPreparation } from './run-preparation.js';
import type { BrokerOptions, RunningBroker } from './stack-broker.js';

/**
 * Starts the broker of the Compose file. It writes to `kafka` below the data directory, and each service is known by a certificate or a
 * password of its own, made anew at each start. Rejects with `KAFKA_NOT_INSTALLED`.
 */
export async function startStackKafka({
  dataDir,
  linkPort,
  kafkaSignIn,
  logger,
}: BrokerOptions): Promise<RunningBroker> {
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
  const signIn = kafkaSignIn === 'passwords' ? prepareForPasswords(server) : await prepareForCertificates(server);
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
    identityOf: signIn.identityOf,
    prepare: async () => {
      await signIn.prepare();
      const operator = { ...environmentFor(server.certificateBrokers), ...certificateSettings(server.operator) };
      await runPreparation('prepare-kafka', operator);
    },
    environment: environmentFor(signIn.brokers),
    // The link leads to the listener for certificates.
    environmentByLink: environmentFor(kafkaSignIn === 'passwords' ? signIn.brokers : [`127.0.0.1:${linkPort}`]),
  };
}

interface SignIn extends Pick<RunningBroker, 'identityOf' | 'prepare'> {
  /** The listener that takes these identities. */
  readonly brokers: readonly string[];
}

const userOf = (service: ServiceName): string => kafkaUser(service, topicPrefix());
const topicPrefix = (): string => process.env['KAFKA_TOPIC_PREFIX'] ?? '';

async function prepareForCertificates(server: SecuredKafka): Promise<SignIn> {
  const certificates = new Map<ServiceName, CertificateFiles>();
  for (const service of services) certificates.set(service, await server.issueFor(userOf(service)));
  return {
    brokers: server.certificateBrokers,
    identityOf: (service) => certificateSettings(certificates.get(service)),
    prepare: async () => undefined,
  };
}

function prepareForPasswords(server: SecuredKafka): SignIn {
  const newPassword = () => randomBytes(24).toString('hex');
  const passwords: ServicePasswords = {
    ingest: newPassword(),
    transcription: newPassword(),
    enrichment: newPassword(),
    persistence: newPassword(),
    gateway: newPassword(),
  };
  return {
    brokers: server.passwordBrokers,
    identityOf: (service) => ({
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_SASL_USERNAME: userOf(service),
      KAFKA_SASL_PASSWORD: passwords[service],
    }),
    prepare: () => server.setPasswords(passwords, topicPrefix()),
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
