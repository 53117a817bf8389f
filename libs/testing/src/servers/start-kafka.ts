import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from './free-ports.js';
import { kafkaAnswers } from './kafka-answers.js';
import { controlsOf, startBroker, type BrokerOptions, type BrokerProcess } from './kafka-broker.js';
import { writeCertificate, writeProperties, type KafkaUser } from './kafka-files.js';

export interface KafkaServerOptions extends BrokerOptions {
  /** Keeps the data between starts. Default: a new folder, which `dispose` removes. */
  readonly dataDir?: string;
  /** With users, the broker has a second listener: TLS with SCRAM, and a certificate of its own. */
  readonly users?: readonly KafkaUser[];
  /** Adds a plaintext listener that sends its clients to this loopback port, which belongs to a proxy. */
  readonly proxyPort?: number;
}

/** A real Kafka broker on the loopback that can stop and start again on the same ports with the same data. */
export interface KafkaServer extends BrokerProcess {
  /** `host:port` of the plaintext listener. */
  readonly brokers: readonly string[];
  /** `host:port` of the TLS listener and the file with its certificate; undefined without users. */
  readonly secure: { readonly brokers: readonly string[]; readonly caFile: string } | undefined;
  /** The port that the proxy of `proxyPort` forwards to. */
  readonly behindProxyPort: number;
  /** Stops the broker. Removes the data unless `dataDir` was given. */
  dispose(): Promise<void>;
}

/** Starts a broker from its jars. Resolves when it serves requests. Needs `java`, and `keytool` for users. */
export async function startKafka(options: KafkaServerOptions): Promise<KafkaServer> {
  const folder = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'earshot-kafka-')));
  await mkdir(folder, { recursive: true });
  const [plain = 0, controller = 0, secure = 0, behindProxy = 0] = await freePorts(4);
  const tls = options.users && (await writeCertificate(folder));
  const ports = { plain, controller, secure, behindProxy, proxy: options.proxyPort };
  const broker = await startBroker(options, {
    folder,
    properties: await writeProperties(folder, ports, tls),
    users: options.users ?? [],
    mechanisms: ['SCRAM-SHA-256', 'SCRAM-SHA-512'],
    answers: () => kafkaAnswers(plain),
  });
  return Object.assign(controlsOf(broker, options.dataDir === undefined ? folder : undefined), {
    brokers: [`127.0.0.1:${plain}`],
    secure: tls && { brokers: [`127.0.0.1:${secure}`], caFile: tls.caFile },
    behindProxyPort: behindProxy,
  });
}
