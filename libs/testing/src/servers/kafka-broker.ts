import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { formatStorage, type NewStorage } from './kafka-files.js';
import { hasNotEnded, ServerProcess } from './server-process.js';

export interface BrokerOptions {
  /** The folder of the broker's jars. */
  readonly home: string;
  readonly jvmArguments?: readonly string[];
  /** Runs the broker in a process group of its own, which Ctrl-C at a terminal does not reach. */
  readonly detached?: boolean;
}

/** A broker that can stop and start again on the same ports with the same data. */
export interface BrokerProcess {
  /** The id of the process that runs now, or ran last. */
  readonly pid: number;
  isAlive(): boolean;
  /** Sends SIGTERM. Resolves when the process is gone. */
  stop(): Promise<void>;
  /** Sends SIGKILL. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** Starts the broker again after `stop` or `kill`. Resolves when it answers. */
  start(): Promise<void>;
}

export interface BrokerPlace extends NewStorage {
  /** Holds the data, the log and the files of the broker. */
  readonly folder: string;
  /** Whether it serves requests. */
  answers(): Promise<boolean>;
}

const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 30_000;
const smallJvm = ['-Xms128m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** Formats the data folder unless it exists, and starts the broker. Resolves when it serves requests. Needs `java`. */
export async function startBroker(options: BrokerOptions, place: BrokerPlace): Promise<BrokerProcess> {
  const { folder, properties } = place;
  const classPath = join(options.home, '*');
  if (!existsSync(join(folder, 'data', 'meta.properties'))) await formatStorage(classPath, place);
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
      while (hasNotEnded(child) && !(await place.answers())) {
        if (Date.now() > deadlineMs) throw new Error(`Kafka does not answer after ${START_LIMIT_MS / 1_000} s.`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
  });
  await server.start();
  return server;
}

/** What a test may do with a broker. `ownFolder` is removed in the end. */
export const controlsOf = (
  broker: BrokerProcess,
  ownFolder: string | undefined,
): BrokerProcess & { dispose(): Promise<void> } => ({
  get pid() {
    return broker.pid;
  },
  isAlive: () => broker.isAlive(),
  stop: () => broker.stop(),
  kill: () => broker.kill(),
  start: () => broker.start(),
  dispose: async () => {
    await broker.stop();
    if (ownFolder !== undefined) await rm(ownFolder, { recursive: true, force: true });
  },
});
