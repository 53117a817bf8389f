import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface KafkaPorts {
  readonly plain: number;
  readonly controller: number;
  readonly secure: number;
  /** The port that a proxy forwards to. */
  readonly behindProxy: number;
  /** The port of the proxy, which the broker gives to clients. Undefined: there is no such listener. */
  readonly proxy: number | undefined;
}

/** A user with a password, for SCRAM. */
export interface KafkaUser {
  readonly name: string;
  readonly password: string;
}

export type ScramMechanism = 'SCRAM-SHA-256' | 'SCRAM-SHA-512';

/** What the data folder of a new broker is made of. */
export interface NewStorage {
  /** The file of its properties. */
  readonly properties: string;
  readonly users: readonly KafkaUser[];
  readonly mechanisms: readonly ScramMechanism[];
}

export type KafkaProperties = Readonly<Record<string, string | number>>;

/** Keeps a broker of one machine small. */
export const SMALL_BROKER: KafkaProperties = {
  'offsets.topic.num.partitions': 4,
  'log.cleaner.dedupe.buffer.size': 8_388_608,
  'num.network.threads': 2,
  'num.io.threads': 4,
};

/** Creates a certificate for localhost: in a key store for the broker, and as PEM for its clients. */
export async function writeCertificate(
  folder: string,
): Promise<{ keyStore: string; password: string; caFile: string }> {
  const keyStore = join(folder, 'broker.p12');
  const caFile = join(folder, 'ca.pem');
  const password = randomBytes(12).toString('hex');
  const store = ['-keystore', keyStore, '-storetype', 'PKCS12', '-storepass', password, '-alias', 'broker'];
  const names = ['-dname', 'CN=localhost', '-ext', 'san=dns:localhost,ip:127.0.0.1', '-ext', 'bc:c'];
  await run('keytool', ['-genkeypair', '-keyalg', 'RSA', '-keysize', '2048', '-validity', '3', ...names, ...store]);
  await run('keytool', ['-exportcert', '-rfc', '-file', caFile, ...store]);
  return { keyStore, password, caFile };
}

/** Writes `server.properties` of a broker that is its own controller. Returns the path. */
export async function writeProperties(
  folder: string,
  ports: KafkaPorts,
  tls: { keyStore: string; password: string } | undefined,
): Promise<string> {
  const listener = (name: string, port: number) => `${name}://127.0.0.1:${port}`;
  const forClients = (proxyPort: number) =>
    [
      listener('PLAINTEXT', ports.plain),
      ...(tls ? [listener('SASL_SSL', ports.secure)] : []),
      ...(ports.proxy === undefined ? [] : [listener('PROXIED', proxyPort)]),
    ].join();
  const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule required;';
  return writeLines(folder, {
    ...SMALL_BROKER,
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${ports.controller}`,
    listeners: `${forClients(ports.behindProxy)},${listener('CONTROLLER', ports.controller)}`,
    'advertised.listeners': forClients(ports.proxy ?? 0),
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT',
    'log.dirs': join(folder, 'data'),
    'auto.create.topics.enable': 'false',
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    ...(tls && {
      'sasl.enabled.mechanisms': 'SCRAM-SHA-256,SCRAM-SHA-512',
      'listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config': scram,
      'listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config': scram,
      'ssl.keystore.type': 'PKCS12',
      'ssl.keystore.location': tls.keyStore,
      'ssl.keystore.password': tls.password,
    }),
  });
}

/** Writes `server.properties`. Returns the path. */
export async function writeLines(folder: string, properties: KafkaProperties): Promise<string> {
  const file = join(folder, 'server.properties');
  await writeFile(
    file,
    Object.entries(properties)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
    { mode: 0o600 },
  );
  return file;
}

/** Formats the empty data folder of a broker and adds its users. */
export async function formatStorage(classPath: string, { properties, users, mechanisms }: NewStorage): Promise<void> {
  const scram = users.flatMap(({ name, password }) =>
    mechanisms.flatMap((hash) => ['--add-scram', `${hash}=[name=${name},password=${password}]`]),
  );
  const bytes = randomBytes(16);
  // Kafka would read an id that begins with a dash as an option. With the top bit cleared, base64url never begins with one.
  bytes[0] = (bytes[0] ?? 0) & 0x7f;
  const id = bytes.toString('base64url');
  await run('java', [
    '-XX:TieredStopAtLevel=1',
    '-cp',
    classPath,
    'kafka.tools.StorageTool',
    'format',
    '-t',
    id,
    '-c',
    properties,
    ...scram,
  ]);
}
