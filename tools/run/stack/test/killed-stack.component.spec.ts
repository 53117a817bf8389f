import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findDescendants, findKafkaHome, freePorts, isProcessAlive, untilProcessesEnd } from '@earshot/testing';

const ROOT = join(import.meta.dirname, '../../../..');
const home = findKafkaHome(process.env['EARSHOT_TEST_KAFKA_HOME']);
if (home === undefined)
  process.stderr.write(
    'the killed stack runs on kinesalite: no Kafka broker here (node tools/workspace/ensure-kafka.mjs)\n',
  );
/** Generous for a busy machine: only a process that does not end takes this long. */
const LIMIT_MS = 600_000;

describe('a stack that is killed', () => {
  let dataDir: string;
  let stack: ChildProcess | undefined;
  let started: readonly number[] = [];
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'earshot-killed-'));
  });
  afterEach(async () => {
    for (const pid of [stack?.pid ?? 0, ...started]) if (pid > 0 && isProcessAlive(pid)) process.kill(pid, 'SIGKILL');
    await rm(dataDir, { recursive: true, force: true });
  });

  async function startStack(): Promise<ChildProcess> {
    const [httpPort, ingestPort] = await freePorts(2);
    const main = join(ROOT, 'tools/run/stack/dist/main.js');
    const child = spawn(process.execPath, [main, '--bus', home === undefined ? 'kinesis' : 'kafka'], {
      env: {
        ...process.env,
        ...{ NODE_OPTIONS: '', EARSHOT_DATA_DIR: dataDir, EARSHOT_AUTH: 'open', SPEECH_ENGINE: 'scripted' },
        ...{ EARSHOT_HTTP_PORT: String(httpPort), EARSHOT_INGEST_PORT: String(ingestPort) },
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    stack = child;
    let output = '';
    await new Promise<void>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => {
          output += text;
          if (output.includes('Earshot is running')) resolve();
        });
      child.once('exit', () => reject(new Error(output)));
    });
    return child;
  }

  it(
    'leaves no service and no server behind, even one that cannot end by itself',
    async () => {
      const child = await startStack();
      started = findDescendants(child.pid ?? 0);
      const commands = commandsOf(started);
      for (const name of ['ingest', 'transcription', 'enrichment', 'persistence', 'gateway'])
        expect(commands).toContain(`apps/${name}/dist/main.js`);
      expect(commands).toContain(home === undefined ? 'kinesis-main.js' : 'kafka.Kafka');
      const [postgres = ''] = (await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n');
      expect(started).toContain(Number(postgres));

      const stopped = started.find((pid) => commandsOf([pid]).includes('apps/enrichment/')) ?? 0;
      process.kill(stopped, 'SIGSTOP');
      child.kill('SIGKILL');
      await untilProcessesEnd(started);
    },
    LIMIT_MS,
  );
});

/** The command lines of the processes that still exist. The stack runs short-lived processes too, and `ps` fails if it finds none. */
const commandsOf = (pids: readonly number[]): string =>
  spawnSync('ps', ['-o', 'args=', '-p', pids.join()], { encoding: 'utf8' }).stdout;
