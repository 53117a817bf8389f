import type { ServiceName } from '@earshot/contracts';
import { lockDataDirectory, ShutdownSteps } from '@earshot/hosting';
import { prepareMasterKeyFile } from '@earshot/keys';
import { Failure, type Logger } from '@earshot/ports';
import { createLogger } from '@earshot/runtime';
import { freePorts } from '@earshot/testing';
import { openBrokerLink } from './broker-link.js';
import { createProcessEnvironment } from './create-process-environment.js';
import { LineSplitter } from './line-splitter.js';
import { NodeService } from './node-service.js';
import { runPreparation } from './run-preparation.js';
import type { BrokerOptions, RunningBroker } from './stack-broker.js';
import { startStackKafka } from './stack-kafka.js';
import { startStackKinesis } from './stack-kinesis.js';
import { startStackPostgres, type RunningPostgres } from './stack-postgres.js';
import type { Stack, StackBus, StackOptions } from './stack.js';

/** Each stage starts after the stage that reads what it publishes. The stages stop in reverse order. */
const START_ORDER: readonly ServiceName[] = ['gateway', 'persistence', 'enrichment', 'transcription', 'ingest'];

const BROKERS: Readonly<
  Record<StackBus, { readonly title: string; start(options: BrokerOptions): Promise<RunningBroker> }>
> = {
  kafka: { title: 'Kafka', start: startStackKafka },
  kinesis: { title: 'Kinesis (kinesalite)', start: startStackKinesis },
};

/** One process of the stack with its settings. */
interface StackProcess {
  readonly service: NodeService;
  readonly env: Readonly<Record<string, string>>;
  readonly publicPort: number;
}

/** The data folder and the servers that every process of the stack uses. */
interface StackServers {
  readonly dataDir: string;
  readonly postgres: RunningPostgres;
  readonly masterKeyFile: string;
  readonly broker: RunningBroker;
}

/** Starts the broker, the database and the services. Resolves when all are ready. If one fails, stops all and rejects. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const shutdown = new ShutdownSteps();
  try {
    return await start(options, shutdown);
  } catch (error) {
    await shutdown.run();
    throw error;
  }
}

async function start(options: StackOptions, shutdown: ShutdownSteps): Promise<Stack> {
  const step = (text: string) => {
    if (options.signal?.aborted === true) throw new Failure('STACK_STOPPED', 'Stopped while starting.');
    options.onProgress?.(text);
  };
  const data = lockDataDirectory(options.dataDir);
  shutdown.add(() => data.release());
  const planned = listProcesses(options);
  const [linkPort = 0, postgresPort = 0, ...ports] = await freePorts(2 + 2 * planned.length);

  step('starting PostgreSQL (the first start creates its files)');
  const postgres = await startStackPostgres(data.path, postgresPort, createSourceLogger(options, 'postgres'));
  shutdown.add(() => postgres.stop());
  const bus = options.bus ?? 'kafka';
  step(`starting ${BROKERS[bus].title}`);
  const broker = await BROKERS[bus].start({
    dataDir: data.path,
    linkPort,
    kafkaSignIn: options.kafkaSignIn ?? 'certificates',
    logger: createSourceLogger(options, bus),
  });
  shutdown.add(() => broker.stop());
  const link = await openBrokerLink(linkPort, broker.behindLinkPort);
  shutdown.add(() => link.close());

  const masterKeyFile = await prepareMasterKeyFile(data.path);
  step('making the tables and topics, and giving each service its rights');
  await Promise.all([runPreparation('migrate', { DATABASE_URL: postgres.url }), broker.prepare()]);
  const servers = { dataDir: data.path, postgres, masterKeyFile, broker };
  const processes = planned.map(({ name, index }, at) =>
    createProcess(options, servers, {
      name,
      index,
      processes: planned.length,
      publicPort: fixedPublicPort(options, name, index) ?? ports[2 * at] ?? 0,
      healthPort: ports[2 * at + 1] ?? 0,
    }),
  );
  const services = processes.map(({ service }) => service);
  killAtExit(services, shutdown);
  // The replicas of a stage stop together, the stages one after the other.
  for (const name of START_ORDER) shutdown.add(() => forAll(withName(services, name), (service) => service.stop()));
  step(`starting ${services.length} services`);
  for (const service of services) service.start();
  await forAll(services, (service) => service.waitUntilReady({ signal: options.signal }));

  const publicPorts = (name: ServiceName) =>
    processes.filter(({ service }) => service.name === name).map(({ publicPort }) => publicPort);
  return {
    httpUrls: publicPorts('gateway').map((port) => `http://127.0.0.1:${port}`),
    ingestUrls: publicPorts('ingest').map((port) => `ws://127.0.0.1:${port}/api/v1/ws`),
    databaseUrl: postgres.url,
    dataDir: data.path,
    environmentOf: (name, index) =>
      processes.find(({ service }) => service.name === name && service.index === index)?.env ?? {},
    services,
    broker,
    postgres,
    ingestBrokerLink: link,
    stop: () => shutdown.run(),
  };
}

function listProcesses({ replicas = 1 }: StackOptions): readonly { name: ServiceName; index: number }[] {
  return START_ORDER.flatMap((name) => {
    const count = typeof replicas === 'number' ? replicas : (replicas[name] ?? 1);
    return Array.from({ length: count }, (_, at) => ({ name, index: at + 1 }));
  });
}

function createProcess(
  options: StackOptions,
  { dataDir, postgres, masterKeyFile, broker }: StackServers,
  plan: { name: ServiceName; index: number; processes: number; publicPort: number; healthPort: number },
): StackProcess {
  const { name, index, publicPort, healthPort } = plan;
  const bus = {
    ...(name === 'ingest' ? broker.environmentByLink : broker.environment),
    ...broker.identityOf(name),
  };
  const env = {
    ...createProcessEnvironment({ ...plan, dataDir, databaseUrl: postgres.urlOf(name), masterKeyFile, bus }),
    ...options.env,
    ...options.envOf?.(name, index),
  };
  const service = new NodeService({
    name,
    index,
    healthPort,
    env,
    preload: options.preload?.(name, index) ?? [],
    onLine: (line) => options.onLog?.({ source: `${name}-${index}`, line }),
    restartAfterMs: options.restartAfterMs,
  });
  return { service, env, publicPort };
}

/** Replicas are 10 ports apart, because the first gateway and the first ingest may be neighbours (4000, 4001). */
function fixedPublicPort({ ports }: StackOptions, name: ServiceName, index: number): number | undefined {
  const first = name === 'gateway' ? ports?.http : name === 'ingest' ? ports?.ingest : undefined;
  return first === undefined ? undefined : first + 10 * (index - 1);
}

const withName = (services: readonly NodeService[], name: ServiceName) =>
  services.filter((service) => service.name === name);

async function forAll<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  await Promise.all(items.map(work));
}

/** Kills the services if this program exits without having stopped them. */
function killAtExit(services: readonly NodeService[], shutdown: ShutdownSteps): void {
  const kill = () => services.forEach((service) => service.signal('SIGKILL'));
  process.once('exit', kill);
  shutdown.add(() => void process.off('exit', kill));
}

function createSourceLogger(options: StackOptions, source: string): Logger {
  const lines = new LineSplitter((line) => options.onLog?.({ source, line }));
  return createLogger({ level: 'warn', format: 'text', write: (text) => lines.write(text) });
}
