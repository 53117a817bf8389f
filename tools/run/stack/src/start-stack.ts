import type { ServiceName } from '@earshot/contracts';
import { lockDataDirectory, ShutdownSteps } from '@earshot/hosting';
import { Failure, type Logger } from '@earshot/ports';
import { createLogger } from '@earshot/runtime';
import { freePorts } from '@earshot/testing';
import { openBrokerLink } from './broker-link.js';
import { LineSplitter } from './line-splitter.js';
import { NodeService } from './node-service.js';
import { processEnvironment } from './process-environment.js';
import type { BrokerOptions, RunningBroker } from './stack-broker.js';
import { startStackKafka } from './stack-kafka.js';
import { startStackKinesis } from './stack-kinesis.js';
import { startStackPostgres } from './stack-postgres.js';
import type { Stack, StackBus, StackOptions } from './stack.js';

/** From the reader's end to the source's: no stage speaks before the next one listens. */
const START_ORDER: readonly ServiceName[] = ['gateway', 'persistence', 'enrichment', 'transcription', 'ingest'];

const BROKERS: Readonly<
  Record<StackBus, { readonly title: string; start(options: BrokerOptions): Promise<RunningBroker> }>
> = {
  kafka: { title: 'Kafka', start: startStackKafka },
  kinesis: { title: 'Kinesis (kinesalite)', start: startStackKinesis },
};

/** Starts broker, database and services; resolves when all are ready. Rejects with a one-line `Failure`. */
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
  const places = placesOf(options);
  const [linkPort = 0, postgresPort = 0, ...free] = await freePorts(2 + 2 * places.length);

  step('starting PostgreSQL (the first start creates it)');
  const postgres = await startStackPostgres(data.path, postgresPort, loggerOf(options, 'postgres'));
  shutdown.add(() => postgres.stop());
  const bus = options.bus ?? 'kafka';
  step(`starting ${BROKERS[bus].title}`);
  const broker = await BROKERS[bus].start({ dataDir: data.path, linkPort, logger: loggerOf(options, bus) });
  shutdown.add(() => broker.stop());
  const link = await openBrokerLink(linkPort, broker.behindLinkPort);
  shutdown.add(() => link.close());

  const services = places.map(({ name, index }, at) => {
    const publicPort = publicPortOf(options, name, index) ?? free[2 * at] ?? 0;
    const healthPort = free[2 * at + 1] ?? 0;
    const env = {
      ...processEnvironment({
        name,
        dataDir: data.path,
        databaseUrl: postgres.url,
        bus: name === 'ingest' ? broker.environmentByLink : broker.environment,
        processes: places.length,
        publicPort,
        healthPort,
      }),
      ...options.env,
      ...options.envOf?.(name, index),
    };
    const onLine = (line: string) => options.onLog?.({ source: `${name}-${index}`, line });
    const preload = options.preload?.(name, index) ?? [];
    const process = new NodeService({
      name,
      index,
      healthPort,
      env,
      preload,
      onLine,
      reviveAfterMs: options.reviveAfterMs,
    });
    return { process, env, publicPort };
  });
  const processes = services.map((each) => each.process);
  killWithUs(processes, shutdown);
  // A service that goes takes its time; its replicas go at the same time, the stages one after the other.
  for (const name of START_ORDER) shutdown.add(() => together(ofName(processes, name), (service) => service.stop()));
  step(`starting ${processes.length} services`);
  for (const process of processes) process.start();
  await together(processes, (process) => process.untilReady({ signal: options.signal }));

  const portsOf = (name: ServiceName) =>
    services.filter((each) => each.process.name === name).map((each) => each.publicPort);
  return {
    httpUrls: portsOf('gateway').map((port) => `http://127.0.0.1:${port}`),
    ingestUrls: portsOf('ingest').map((port) => `ws://127.0.0.1:${port}/api/v1/ws`),
    databaseUrl: postgres.url,
    dataDir: data.path,
    environmentOf: (name, index) =>
      services.find(({ process }) => process.name === name && process.index === index)?.env ?? {},
    services: processes,
    broker,
    postgres,
    ingestBrokerLink: link,
    stop: () => shutdown.run(),
  };
}

const placesOf = ({ replicas = 1 }: StackOptions): readonly { name: ServiceName; index: number }[] =>
  START_ORDER.flatMap((name) => {
    const count = typeof replicas === 'number' ? replicas : (replicas[name] ?? 1);
    return Array.from({ length: count }, (_, at) => ({ name, index: at + 1 }));
  });

function publicPortOf({ ports }: StackOptions, name: ServiceName, index: number): number | undefined {
  const first = name === 'gateway' ? ports?.http : name === 'ingest' ? ports?.ingest : undefined;
  // Ports of the two kinds alternate where they are neighbours (4000, 4001), so replicas go up by ten.
  return first === undefined ? undefined : first + 10 * (index - 1);
}

const ofName = (processes: readonly NodeService[], name: ServiceName) => processes.filter((each) => each.name === name);

async function together<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  await Promise.all(items.map(work));
}

/** The last resort where this program ends without having stopped what it started. */
function killWithUs(processes: readonly NodeService[], shutdown: ShutdownSteps): void {
  const kill = () => processes.forEach((each) => each.signal('SIGKILL'));
  process.once('exit', kill);
  shutdown.add(() => void process.off('exit', kill));
}

function loggerOf(options: StackOptions, source: string): Logger {
  const lines = new LineSplitter((line) => options.onLog?.({ source, line }));
  return createLogger({ level: 'warn', format: 'text', write: (text) => lines.write(text) });
}
