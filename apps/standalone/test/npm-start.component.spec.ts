import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findDescendants, freePorts, isProcessAlive, untilProcessesEnd } from '@earshot/testing';

const ROOT = join(import.meta.dirname, '../../..');
/** Generous for a busy machine: only a process that does not stop takes this long. */
const LIMIT_MS = 180_000;

/** npm, Earshot (in place of the shell that npm starts), PostgreSQL with its processes, and the watch of PostgreSQL. */
interface Tree {
  readonly npm: number;
  readonly started: number;
  readonly all: readonly number[];
}

describe('npm start', () => {
  let dataDir: string;
  const running: ChildProcess[] = [];
  // One folder for all tests: each start finds the data of an Earshot that was stopped or killed.
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'earshot-npm-start-'));
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));
  afterEach(async () => {
    for (const { pid = 0 } of running.splice(0)) {
      const left = [pid, ...findDescendants(pid)];
      for (const each of left) if (isProcessAlive(each)) process.kill(each, 'SIGKILL');
      await untilProcessesEnd(left);
    }
  });

  async function start(): Promise<Tree> {
    const [httpPort, ingestPort] = await freePorts(2);
    const npm = spawn('npm', ['start'], {
      cwd: ROOT,
      env: {
        ...process.env,
        ...{ NODE_OPTIONS: '', EARSHOT_DATA_DIR: dataDir, EARSHOT_AUTH: 'open', SPEECH_ENGINE: 'scripted' },
        ...{ EARSHOT_HTTP_PORT: String(httpPort), EARSHOT_INGEST_PORT: String(ingestPort) },
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own, so that the test can signal the group as a terminal does.
      detached: true,
    });
    running.push(npm);
    let output = '';
    await new Promise<void>((resolve, reject) => {
      for (const stream of [npm.stdout, npm.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => {
          output += text;
          if (output.includes('Earshot is running')) resolve();
        });
      npm.once('exit', () => reject(new Error(output)));
    });
    const npmPid = npm.pid as number;
    const all = [npmPid, ...findDescendants(npmPid)];
    return { npm: npmPid, started: all[1] as number, all };
  }

  const targets: [string, (tree: Tree) => number][] = [
    ['npm', ({ npm }) => npm],
    ['the process that npm started', ({ started }) => started],
    ['the process group', ({ npm }) => -npm],
  ];
  const cases = (['SIGINT', 'SIGTERM'] as const).flatMap((signal) =>
    targets.map(([name, find]) => ({ signal, name, find })),
  );

  it.each(cases)(
    'ends with all its processes if $name gets $signal',
    async ({ signal, find }) => {
      const tree = await start();
      expect(tree.all.length).toBeGreaterThan(5);
      process.kill(find(tree), signal);
      await untilProcessesEnd(tree.all);
    },
    LIMIT_MS,
  );

  it(
    'leaves nothing behind if npm is killed',
    async () => {
      const tree = await start();
      process.kill(tree.npm, 'SIGKILL');
      await untilProcessesEnd(tree.all);
    },
    LIMIT_MS,
  );

  it('leaves nothing behind if Earshot is killed, and starts again over the same data', async () => {
    const tree = await start();
    process.kill(tree.started, 'SIGKILL');
    await untilProcessesEnd(tree.all);
    const again = await start();
    process.kill(again.npm, 'SIGTERM');
    await untilProcessesEnd(again.all);
  }, 300_000);
});
