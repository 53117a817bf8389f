import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a measured process tells on request. */
export interface ChildFigures {
  readonly cpuMs: number;
  readonly rssMb: number;
  readonly heapMb: number;
}

export interface Started {
  readonly httpUrl: string;
  readonly ingestUrl: string;
}

/** A process that is measured apart from the one that drives it. */
export interface MeasuredProcess extends Started {
  figures(): Promise<ChildFigures>;
  stop(): Promise<void>;
}

export async function startMeasured(script: 'ingest-child' | 'earshot-child'): Promise<MeasuredProcess> {
  const dataDir = mkdtempSync(join(tmpdir(), 'earshot-bench-'));
  const child: ChildProcess = fork(join(import.meta.dirname, `${script}.js`), [], {
    execArgv: ['--expose-gc'],
    env: { ...process.env, EARSHOT_DATA_DIR: dataDir, EARSHOT_HTTP_PORT: '0', EARSHOT_INGEST_PORT: '0', EARSHOT_LOG_LEVEL: 'error', SPEECH_ENGINE: 'scripted' },
  });
  const gone = once(child, 'exit');
  const [started] = (await Promise.race([once(child, 'message'), gone.then(() => Promise.reject(new Error(`${script} ended at its start`)))])) as [Started];
  return {
    ...started,
    figures: async () => {
      child.send('figures');
      return ((await once(child, 'message')) as [ChildFigures])[0];
    },
    stop: async () => {
      child.send('stop');
      await gone;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The child's side: answers `figures` after a garbage collection, and `stop`. */
export function serveFigures(started: Started, stop: () => Promise<void>): void {
  process.on('message', (ask) => {
    if (ask === 'stop') return void stop().then(() => process.disconnect());
    globalThis.gc?.();
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed } = process.memoryUsage();
    const figures: ChildFigures = { cpuMs: (user + system) / 1_000, rssMb: rss / 2 ** 20, heapMb: heapUsed / 2 ** 20 };
    process.send?.(figures);
  });
  process.send?.(started);
}
