import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';
import { copyTestCluster } from '@earshot/embedded-postgres/testing';
import { freePorts } from '@earshot/testing';

const root = join(import.meta.dirname, '../../../..');
const main = [process.execPath, join(root, 'apps/standalone/dist/main.js')] as const;
/** Most tests are about calls, and their clients do not sign in. */
const defaults = { NODE_OPTIONS: '', EARSHOT_AUTH: 'open' };

/** Earshot in a separate process. */
export interface EarshotProcess {
  readonly httpUrl: string;
  readonly ingestUrl: string;
  readonly child: ChildProcess;
  output(): string;
  /** Sends a signal and waits for the exit. Resolves with the exit code, or null after a kill. */
  end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | null>;
}

/** Runs Earshot as `npm start` does after the build, or with a command that a person would type. */
export async function startEarshotProcess(
  env: Record<string, string>,
  [program, ...args]: readonly [string, ...string[]] = main,
): Promise<EarshotProcess> {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...defaults, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const address = await new Promise<{ http: string; ingest: string }>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const http = /GraphQL {3}(http:\S+)/.exec(output)?.[1];
      const ingest = /Sources connect to {5}(ws:\S+)/.exec(output)?.[1];
      if (http !== undefined && ingest !== undefined) resolve({ http, ingest });
    });
    child.once('exit', (code) => reject(new Error(`Earshot exited with code ${code}:\n${output}`)));
  });
  return {
    httpUrl: address.http,
    ingestUrl: address.ingest,
    child,
    output: () => output,
    end: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const gone = once(child, 'exit') as Promise<[number | null]>;
      child.kill(signal);
      return (await gone)[0];
    },
  };
}

/** Runs Earshot with settings that it must refuse. Resolves with its exit code and its output. */
export async function runRefusedStart(env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const child = spawn(main[0], main.slice(1), {
    env: { ...process.env, ...defaults, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, output };
}

/** Where a test runs Earshot, one process after another. */
export interface EarshotHome {
  readonly dataDir: string;
  readonly env: Record<string, string>;
  /** Starts a process that ends with the test. */
  start(more?: Record<string, string>, command?: readonly [string, ...string[]]): Promise<EarshotProcess>;
}

/** Gives each test a data folder and ports of its own, and ends its processes. */
export function earshotHomePerTest(settings: Record<string, string>): EarshotHome {
  let dataDir: string;
  let env: Record<string, string>;
  const running: EarshotProcess[] = [];
  let hasStarted: boolean;
  beforeEach(async () => {
    hasStarted = false;
    dataDir = await mkdtemp(join(tmpdir(), 'earshot-process-'));
    const [httpPort, ingestPort] = await freePorts(2);
    env = {
      EARSHOT_DATA_DIR: dataDir,
      EARSHOT_HTTP_PORT: String(httpPort),
      EARSHOT_INGEST_PORT: String(ingestPort),
      ...settings,
    };
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((earshot) => earshot.end('SIGTERM')));
    await rm(dataDir, { recursive: true, force: true });
  }, 60_000);
  return {
    get dataDir() {
      return dataDir;
    },
    get env() {
      return env;
    },
    async start(more = {}, command) {
      if (!hasStarted && more['DATABASE_URL'] === undefined) await copyTestCluster(dataDir);
      hasStarted = true;
      const earshot = await startEarshotProcess({ ...env, ...more }, command);
      running.push(earshot);
      return earshot;
    },
  };
}
