import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePorts } from './free-ports.js';
import { ServerProcess } from './server-process.js';

/** Kinesalite in a process of its own that can stop and start again on the same port with the same records. */
export interface KinesisProcess {
  readonly endpoint: string;
  readonly port: number;
  /** The id of the process that runs now, or ran last. */
  readonly pid: number;
  isAlive(): boolean;
  /** Sends SIGTERM. Resolves when the process is gone. */
  stop(): Promise<void>;
  /** Sends SIGKILL. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** Starts it again after `stop` or `kill`. Resolves when it answers. */
  start(): Promise<void>;
}

/** The built program. The path is the same from `src` and from `dist`. */
const PROGRAM = join(import.meta.dirname, '../../dist/servers/kinesis-main.js');
const STOP_LIMIT_MS = 10_000;

/** Starts kinesalite on a free loopback port and keeps its streams in `dataDir`. Ctrl-C at a terminal does not reach it. */
export async function startKinesisProcess({ dataDir }: { readonly dataDir: string }): Promise<KinesisProcess> {
  const [port = 0] = await freePorts(1);
  const folder = join(dataDir, 'data');
  await mkdir(folder, { recursive: true });
  const server = new ServerProcess({
    name: 'Kinesalite',
    logFile: join(dataDir, 'server.log'),
    stopLimitMs: STOP_LIMIT_MS,
    spawn: (output) =>
      spawn(process.execPath, [PROGRAM, String(port), folder], {
        stdio: ['ignore', output, output, 'ipc'],
        detached: true,
      }),
    ready: async (child) => {
      await new Promise((resolve) => child.once('message', resolve));
      await listStreams(port);
    },
  });
  await server.start();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    port,
    get pid() {
      return server.pid;
    },
    isAlive: () => server.isAlive(),
    stop: () => server.stop(),
    kill: () => server.kill(),
    start: () => server.start(),
  };
}

/** Waits for the first answer: kinesalite listens before its folder is open, and answers only afterwards. */
async function listStreams(port: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'Kinesis_20131202.ListStreams',
      'x-amz-date': 'any',
      authorization: 'AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c',
    },
    body: '{}',
  });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`Kinesalite answers ${response.status}`);
}
