import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SMALL_BROKER, writeLines } from './kafka-files.js';
import { TestAuthority } from './test-authority.js';

/** The broker of docker-compose.yml. Specs start a broker with the same file, so that they prove what Compose runs. */
const COMPOSE_PROPERTIES = join(import.meta.dirname, '../../../../tools/docker/kafka.properties');
const YEAR_MS = 365 * 24 * 3_600_000;

export interface SecuredKafkaPorts {
  readonly passwords: number;
  readonly certificates: number;
  readonly controller: number;
  /** The port that a proxy forwards to. */
  readonly behindProxy: number;
  /** The port of the proxy, which the broker gives to clients. Undefined: there is no such listener. */
  readonly proxy: number | undefined;
}

/** The PEM files of one holder of a certificate. */
export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
  /** Both in one file, as Java reads them. */
  readonly pemFile: string;
}

/** An authority of the broker, its certificate in a file, and the certificates that it issues. All are new at each start. */
export class KafkaCertificates {
  private constructor(
    readonly folder: string,
    private readonly authority: TestAuthority,
    readonly caFile: string,
  ) {}

  static async create(folder: string): Promise<KafkaCertificates> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const authority = await TestAuthority.create('Kafka authority', new Date(Date.now() + YEAR_MS));
    const caFile = join(folder, 'ca.pem');
    await writeFile(caFile, authority.certificate);
    return new KafkaCertificates(folder, authority, caFile);
  }

  /** Issues a certificate with this common name. The broker takes it for the name of the user. */
  async issueFor(user: string): Promise<CertificateFiles> {
    const { cert, key } = await this.authority.issue({ names: [user, 'localhost', '127.0.0.1'] });
    const fileOf = (ending: string) => join(this.folder, `${user}.${ending}`);
    const files = { certFile: fileOf('crt'), keyFile: fileOf('key'), pemFile: fileOf('pem') };
    await writeFile(files.certFile, cert, { mode: 0o600 });
    await writeFile(files.keyFile, key, { mode: 0o600 });
    await writeFile(files.pemFile, `${key}\n${cert}`, { mode: 0o600 });
    return files;
  }
}

/** Writes the properties of the Compose file's broker with other ports and paths. Returns the path. */
export async function writeSecuredProperties(
  folder: string,
  ports: SecuredKafkaPorts,
  { caFile, brokerFile }: { readonly caFile: string; readonly brokerFile: string },
): Promise<string> {
  const compose = parseProperties(await readFile(COMPOSE_PROPERTIES, 'utf8'));
  const at = (port: number) => `127.0.0.1:${port}`;
  const forClients = (proxyPort: number | undefined) =>
    [
      `PASSWORDS://${at(ports.passwords)}`,
      `CERTIFICATES://${at(ports.certificates)}`,
      ...(proxyPort === undefined ? [] : [`PROXIED://${at(proxyPort)}`]),
    ].join();
  const isProxied = ports.proxy !== undefined;
  return writeLines(folder, {
    ...compose,
    ...SMALL_BROKER,
    'controller.quorum.voters': `1@${at(ports.controller)}`,
    listeners: `${forClients(isProxied ? ports.behindProxy : undefined)},CONTROLLER://${at(ports.controller)}`,
    'advertised.listeners': forClients(ports.proxy),
    'listener.security.protocol.map': `${compose['listener.security.protocol.map']},PROXIED:SSL`,
    'log.dirs': join(folder, 'data'),
    'ssl.keystore.location': brokerFile,
    'ssl.truststore.location': caFile,
  });
}

const parseProperties = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split('\n')
      .filter((line) => /^[a-z]/.test(line))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
