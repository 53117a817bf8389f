import { callIdSchema, type AuditedAccess } from '@earshot/contracts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@earshot/embedded-postgres';
import { copyTestCluster } from '@earshot/embedded-postgres/testing';
import { openPostgres, type PostgresStores } from '@earshot/postgres';
import { CapturingLogger } from '@earshot/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { readArguments } from '../src/audit-arguments.js';
import { runAuditCommand } from '../src/run-audit-command.js';

jest.setTimeout(180_000);

const DAY = Date.UTC(2031, 4, 4);
const MINUTE = 60_000;
const MAIN = join(import.meta.dirname, '../dist/main.js');

const access = (call: string, over: Partial<AuditedAccess> = {}): AuditedAccess => ({
  ...{ tenant: 'default', principal: 'key:mia', subject: 'Mia', kind: 'SERVICE', action: 'READ' },
  ...{ callId: callIdSchema.parse(call), address: '192.0.2.1', details: ['segments'], count: 1 },
  ...{ firstAtMs: DAY, lastAtMs: DAY },
  ...over,
});

describe('npm run audit', () => {
  let home: string;
  let postgres: EmbeddedPostgres;
  let stores: PostgresStores;

  const run = async (...args: string[]): Promise<string[]> => {
    const printed: string[] = [];
    const command = readArguments(args);
    if (command.name === 'help') throw new Error('help');
    await runAuditCommand(command, { audit: stores.auditReader, print: (line) => void printed.push(line) });
    return printed;
  };

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'earshot-audit-tool-'));
    await copyTestCluster(home);
    postgres = await startEmbeddedPostgres({ dataDir: home, logger: new CapturingLogger() });
    stores = openPostgres({ url: postgres.url, poolSize: 2, logger: new CapturingLogger() });
    await stores.migrate();
    const next = { firstAtMs: DAY + MINUTE, lastAtMs: DAY + MINUTE + 5_000 };
    await stores.auditWriter.addAccesses('1', [access('call-1', { count: 3 }), access('call-2', next)]);
    await stores.auditWriter.addAccesses('2', [
      access('call-1', { ...next, subject: 'Ben \u001b[31m', action: 'HEAR' }),
    ]);
    await stores.auditWriter.writeRows({ nowMs: DAY + 9 * MINUTE, waitMs: 0 });
  });
  afterAll(async () => {
    await stores.close();
    await postgres.stop();
    await rm(home, { recursive: true, force: true });
  });

  it('lists the newest rows first, by call, subject, action and time', async () => {
    expect(await run('list')).toEqual([
      expect.stringMatching(/^3 {2}2031-05-04 00:01:05 {2}.*READ {2}call-2 {2}segments$/),
      expect.stringMatching(
        /^2 {2}2031-05-04 00:01:05 {2}Ben \\u001b\[31m \[key:mia\] from 192\.0\.2\.1 {2}HEAR {2}call-1/,
      ),
      expect.stringMatching(/^1 {2}2031-05-04 00:00:00 {2}.*READ \(3 times\) {2}call-1 {2}segments$/),
    ]);
    expect(await run('list', '--call', 'call-1')).toHaveLength(2);
    expect(await run('list', '--subject', 'Mia')).toHaveLength(2);
    expect(await run('list', '--action', 'hear')).toHaveLength(1);
    expect(await run('list', '--to', '2031-05-04T00:01')).toHaveLength(1);
    expect((await run('list', '--first', '1')).at(-1)).toContain('newest 1');
    expect(await run('list', '--tenant', 'elsewhere')).toEqual(['There are no such rows.']);
  });

  it('exports the rows of a time as JSON lines, the oldest first', async () => {
    const rows = (await run('export', '--from', '2031-05-04T00:01:00Z', '--to', '2031-05-05')).map(
      (line) => JSON.parse(line) as object,
    );
    expect(rows).toMatchObject([
      { sequence: 2, action: 'HEAR', callId: 'call-1', firstAtMs: DAY + MINUTE },
      { sequence: 3, subject: 'Mia', hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    expect(await run('export')).toHaveLength(3);
  });

  it('refuses wrong arguments', () => {
    const wrong = [['lost'], ['list', '--first', '101'], ['list', '--action', 'X'], ['export', '--from', 'soon']];
    for (const args of [...wrong, ['verify', '--anchor', '7'], ['list', 'more'], ['list', '--prot']])
      expect(() => readArguments(args)).toThrow(expect.objectContaining({ code: 'BAD_ARGUMENT' }));
  });

  it('verifies, says where a row was changed, and tells programs by its exit code', async () => {
    const runProgram = (...args: string[]) =>
      promisify(execFile)(process.execPath, [MAIN, ...args], { env: { DATABASE_URL: postgres.url } });
    const [line = ''] = (await runProgram('verify')).stdout.split('\n');
    const anchor = /Anchor: (3:[0-9a-f]{64})$/.exec(line)?.[1] ?? '';
    expect((await runProgram('verify', '--anchor', anchor)).stdout).toContain('3 rows are as they were written');
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    await client.query(
      `grant update on audit_trail to current_user; alter table audit_trail disable trigger refuse_change;
       update audit_trail set count = 2 where sequence = 1`,
    );
    await client.end();
    await expect(runProgram('verify')).rejects.toMatchObject({
      ...{ code: 1, stdout: '', stderr: expect.stringContaining('AUDIT_BROKEN: Tenant default: row 1 was changed') },
    });
  });

  it('ends without a word when its reader has enough', async () => {
    const child = spawn(process.execPath, [MAIN, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let errors = '';
    child.stderr.on('data', (text: Buffer) => (errors += text));
    await once(child, 'close');
    expect(errors).toBe('');
  });
});
