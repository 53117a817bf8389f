import { mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from './free-ports.js';
import { kafkaAnswers } from './kafka-answers.js';
import { controlsOf, startBroker, type BrokerOptions, type BrokerProcess } from './kafka-broker.js';
import type { KafkaUser } from './kafka-files.js';
import { setKafkaPasswords, type ServicePasswords } from './set-kafka-passwords.js';
import { KafkaCertificates, writeSecuredProperties, type CertificateFiles } from './secured-kafka-files.js';

export interface SecuredKafkaOptions extends BrokerOptions {
  /** Keeps the data between starts. Default: a new folder, which `dispose` removes. */
  readonly dataDir?: string;
  /** Users with passwords. They are created with the data of the broker. */
  readonly users?: readonly KafkaUser[];
  /** Adds a listener for certificates that sends its clients to this loopback port, which belongs to a proxy. */
  readonly proxyPort?: number;
}

/** The broker of docker-compose.yml on the loopback: TLS, a name for every client, and nothing allowed that is not granted. */
export interface SecuredKafka extends BrokerProcess {
  /** `host:port` of the listener for users with passwords. */
  readonly passwordBrokers: readonly string[];
  /** `host:port` of the listener for client certificates. */
  readonly certificateBrokers: readonly string[];
  /** The port that the proxy of `proxyPort` forwards to. */
  readonly behindProxyPort: number;
  /** The certificate of the authority that signed all others. */
  readonly caFile: string;
  /** The certificate of the operator, who alone may do everything. */
  readonly operator: CertificateFiles;
  /** Issues a client certificate whose common name is the user. */
  issueFor(user: string): Promise<CertificateFiles>;
  /** Gives the user of each service a password, with `tools/docker/kafka-users.sh`, also to a user that has one already. */
  setPasswords(passwords: ServicePasswords, topicPrefix?: string): Promise<void>;
  /** Stops the broker. Removes the data unless `dataDir` was given. */
  dispose(): Promise<void>;
}

/** Starts the broker from its jars with `tools/docker/kafka.properties`. Resolves when it serves requests. Needs `java`. */
export async function startSecuredKafka(options: SecuredKafkaOptions): Promise<SecuredKafka> {
  const folder = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'earshot-kafka-')));
  await mkdir(folder, { recursive: true });
  const [passwords = 0, certificates = 0, controller = 0, behindProxy = 0] = await freePorts(4);
  const issued = await KafkaCertificates.create(join(folder, 'certificates'));
  const [operator, broker] = [await issued.issueFor('operator'), await issued.issueFor('kafka')];
  const ports = { passwords, certificates, controller, behindProxy, proxy: options.proxyPort };
  const properties = await writeSecuredProperties(folder, ports, {
    caFile: issued.caFile,
    brokerFile: broker.pemFile,
  });
  const [ca, cert, key] = await Promise.all(
    [issued.caFile, operator.certFile, operator.keyFile].map((file) => readFile(file, 'utf8')),
  );
  const server = await startBroker(options, {
    folder,
    properties,
    users: options.users ?? [],
    mechanisms: ['SCRAM-SHA-512'],
    answers: () => kafkaAnswers(certificates, { ca: ca ?? '', cert: cert ?? '', key: key ?? '' }),
  });
  return Object.assign(controlsOf(server, options.dataDir === undefined ? folder : undefined), {
    passwordBrokers: [`127.0.0.1:${passwords}`],
    certificateBrokers: [`127.0.0.1:${certificates}`],
    behindProxyPort: behindProxy,
    caFile: issued.caFile,
    operator,
    issueFor: (user: string) => issued.issueFor(user),
    setPasswords: (passwords: ServicePasswords, topicPrefix = '') =>
      setKafkaPasswords(
        { home: options.home, brokers: `127.0.0.1:${certificates}`, secrets: issued.folder },
        passwords,
        topicPrefix,
      ),
  });
}
