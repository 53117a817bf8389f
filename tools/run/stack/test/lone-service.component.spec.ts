import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { services, type ServiceName } from '@earshot/contracts';
import { freePorts } from '@earshot/testing';

const ROOT = join(import.meta.dirname, '../../../..');
const SECRET = 'hunter2';
const KEY = Buffer.alloc(32, 'example, not a secret').toString('base64');

interface RunningProgram {
  readonly child: ChildProcess;
  readonly healthUrl: string;
  output(): string;
  readonly exited: Promise<[number | null]>;
}

describe('a service as its own program', () => {
  let dataDir: string;
  const running: ChildProcess[] = [];
  /** Runs the built program, as a container does, with addresses where nothing listens. */
  const run = async (name: ServiceName, more: Record<string, string> = {}): Promise<RunningProgram> => {
    const [healthPort = 0, unusedPort = 0] = await freePorts(2);
    const main = join(ROOT, 'apps', name, 'dist/main.js');
    const child = spawn(process.execPath, [main], {
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: `postgres://earshot:${SECRET}@127.0.0.1:${unusedPort}/earshot`,
        EARSHOT_AUTH: 'open',
        EARSHOT_BUS: 'kafka',
        KAFKA_BROKERS: `127.0.0.1:${unusedPort}`,
        EARSHOT_HEALTH_PORT: String(healthPort),
        EARSHOT_DATA_DIR: join(dataDir, name),
        EARSHOT_MASTER_KEY: KEY,
        ...more,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.push(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
    return {
      child,
      healthUrl: `http://127.0.0.1:${healthPort}`,
      output: () => output,
      exited: once(child, 'close') as Promise<[number | null]>,
    };
  };
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'earshot-lone-'));
  });
  afterAll(async () => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
    await rm(dataDir, { recursive: true, force: true });
  });

  describe('while its servers are not up yet', () => {
    /** All start together, because each one mostly waits. */
    const programs = new Map<ServiceName, RunningProgram>();
    beforeAll(async () => {
      for (const name of services) programs.set(name, await run(name));
    });

    it.each(services)(
      '%s waits, logs that it waits, and stops cleanly',
      async (name) => {
        const service = programs.get(name) as RunningProgram;
        while (
          !service.output().includes('waiting for the database') ||
          !service.output().includes('waiting for the event bus')
        ) {
          if (service.child.exitCode !== null) throw new Error(service.output());
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        expect((await fetch(`${service.healthUrl}/health/live`)).status).toBe(200);
        // The Kafka client tries for longer than a probe waits, so the first probe may not know the reason yet.
        let ready = await fetch(`${service.healthUrl}/health/ready`);
        while ((await ready.clone().text()).includes('HEALTH_CHECK_TOO_SLOW')) {
          expect(ready.status).toBe(503);
          ready = await fetch(`${service.healthUrl}/health/ready`);
        }
        expect(ready.status).toBe(503);
        expect(await ready.json()).toEqual({
          ready: false,
          state: 'starting',
          parts: { database: false, bus: false },
          problems: [
            { part: 'database', code: 'STORE_UNAVAILABLE', reason: 'The database is unavailable (ECONNREFUSED).' },
            { part: 'bus', code: 'BUS_UNAVAILABLE', reason: 'the Kafka brokers are unreachable' },
          ],
        });
        expect(await (await fetch(`${service.healthUrl}/metrics`)).text()).toContain('process_cpu');
        service.child.kill('SIGTERM');
        expect((await service.exited)[0]).toBe(0);
        expect(service.output()).not.toContain(SECRET);
      },
      180_000,
    );
  });

  it('prints one line per wrong setting, never a value', async () => {
    const cases: [ServiceName, Record<string, string>, RegExp[]][] = [
      [
        'enrichment',
        { DATABASE_URL: SECRET, EARSHOT_LOG_FORMAT: SECRET },
        [/^DATABASE_URL: /m, /^EARSHOT_LOG_FORMAT: /m],
      ],
      ['persistence', { DATABASE_URL: '' }, [/^DATABASE_URL: /m]],
      ['transcription', { EARSHOT_BUS: 'embedded' }, [/^EARSHOT_BUS: the embedded bus needs all services/m]],
      ['gateway', { KAFKA_BROKERS: '' }, [/^KAFKA_BROKERS: /m]],
      ['gateway', { EARSHOT_HOST: '0.0.0.0' }, [/^EARSHOT_HOST: .*EARSHOT_ALLOW_UNAUTHENTICATED/m]],
      ['ingest', { EARSHOT_HOST: '0.0.0.0' }, [/^EARSHOT_HOST: /m]],
      [
        'ingest',
        { EARSHOT_MODE: 'production', EARSHOT_AUTH: 'open', EARSHOT_HOST: '0.0.0.0' },
        [
          ...[/^EARSHOT_TLS_CERT_FILE: /m, /^EARSHOT_AUTH: /m, /^EARSHOT_MASTER_KEY: is not random/m],
          /^DATABASE_URL: its password has fewer than/m,
        ],
      ],
      [
        'persistence',
        { EARSHOT_MODE: 'production', EARSHOT_MASTER_KEY: '' },
        [/^EARSHOT_MASTER_KEY: needed/m, /^DATABASE_URL: its password has fewer than/m],
      ],
    ];
    for (const [name, wrong, lines] of cases) {
      const service = await run(name, wrong);
      expect([name, (await service.exited)[0]]).toEqual([name, 1]);
      expect(service.output()).toMatch(new RegExp(`^${name} cannot start: [A-Z_]+\\.$`, 'm'));
      for (const line of lines) expect(service.output()).toMatch(line);
      expect(service.output().trim().split('\n')).toHaveLength(lines.length + 1);
      expect(service.output()).not.toContain(SECRET);
    }
  }, 180_000);

  it.each(services.filter((name) => name !== 'ingest'))(
    '%s does not start without a master key or with a wrong one, says how to make one, and never prints it',
    async (name) => {
      for (const [key, line] of [
        ['', /^EARSHOT_MASTER_KEY: not set, and needed\. .* openssl rand -base64 32/m],
        [SECRET, /^EARSHOT_MASTER_KEY: expected 32 bytes as base64/m],
      ] as const) {
        const service = await run(name, { EARSHOT_MASTER_KEY: key });
        expect([name, (await service.exited)[0]]).toEqual([name, 1]);
        expect(service.output()).toMatch(line);
        expect(service.output()).not.toContain(SECRET);
      }
    },
    180_000,
  );
});
