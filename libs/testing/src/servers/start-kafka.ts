import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from './free-ports.js';
import { kafkaAnswers } from './kafka-answers.js';
import { formatStorage, writeCertificate, writeProperties, type KafkaUser } from './kafka-files.js';
import { hasNotEnded, ServerProcess } from './server-process.js';

export interface KafkaServerOptions {
  /** The folder of the broker's jars. */
  readonly home: string;
  /** Keeps the data between starts. Default: a new folder, which `dispose` removes. */
  readonly dataDir?: string;
  /** With users, the broker has a second listener: TLS with SCRAM, and a certificate of its own. */
  readonly users?: readonly KafkaUser[];
  readonly jvmArguments?: readonly string[];
  /** Adds a plaintext listener that sends its clients to this loopback port, which belongs to a proxy. */
  readonly proxyPort?: number;
  /** Runs the broker in a process group of its own, which Ctrl-C at a terminal does not reach. */
  readonly detached?: boolean;
}

/** A real Kafka broker on the loopback that can stop and start again on the same ports with the same data. */
export interface KafkaServer {
  /** `host:port` of the plaintext listener. */
  readonly brokers: readonly string[];
  /** `host:port` of the TLS listener and the file with its certificate; undefined without users. */
  readonly secure: { readonly brokers: readonly string[]; readonly caFile: string } | undefined;
  /** The port that the proxy of `proxyPort` forwards to. */
  readonly behindProxyPort: number;
  /** The id of the process that runs now, or ran last. */
  readonly pid: number;
  isAlive(): boolean;
  /** Sends SIGTERM. Resolves when the process is gone. */
  stop(): Promise<void>;
  /** Sends SIGKILL. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** Starts the broker again after `stop` or `kill`. Resolves when it answers. */
  start(): Promise<void>;
  /** Stops the broker. Removes the data unless `dataDir` was given. */
  dispose(): Promise<void>;
}

const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 30_000;
const smallJvm = ['-Xms128m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** Starts a broker from its jars. Resolves when it serves requests. Needs `java`, and `keytool` for users. */
export async function startKafka(options: KafkaServerOptions): Promise<KafkaServer> {
  const folder = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'earshot-kafka-')));
  await mkdir(folder, { recursive: true });
  const [plain = 0, controller = 0, secure = 0, behindProxy = 0] = await freePorts(4);
  const tls = options.users && (await writeCertificate(folder));
  const properties = await writeProperties(
    folder,
    { plain, controller, secure, behindProxy, proxy: options.proxyPort },
    tls,
  );
  const classPath = join(options.home, '*');
  if (!existsSync(join(folder, 'data', 'meta.properties')))
    await formatStorage(classPath, properties, options.users ?? []);
  const server = new ServerProcess({
    name: 'Kafka',
    logFile: join(folder, 'broker.log'),
    stopLimitMs: STOP_LIMIT_MS,
    spawn: (output) =>
      spawn('java', [...(options.jvmArguments ?? smallJvm), '-cp', classPath, 'kafka.Kafka', properties], {
        stdio: ['ignore', output, output],
        detached: options.detached === true,
      }),
    ready: async (child) => {
      const deadlineMs = Date.now() + START_LIMIT_MS;
      while (hasNotEnded(child) && !(await kafkaAnswers(plain))) {
        if (Date.now() > deadlineMs) throw new Error(`Kafka does not answer after ${START_LIMIT_MS / 1_000} s.`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
  });
  await server.start();
  return {
    brokers: [`127.0.0.1:${plain}`],
    secure: tls && { brokers: [`127.0.0.1:${secure}`], caFile: tls.caFile },
    behindProxyPort: behindProxy,
    get pid() {
      return server.pid;
    },
    isAlive: () => server.isAlive(),
    stop: () => server.stop(),
    kill: () => server.kill(),
    start: () => server.start(),
    dispose: async () => {
      await server.stop();
      if (options.dataDir === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
