import { callIdSchema } from '@earshot/contracts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@earshot/embedded-postgres';
import { copyTestCluster } from '@earshot/embedded-postgres/testing';
import { openPostgres, type PostgresStores } from '@earshot/postgres';
import { CapturingLogger } from '@earshot/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments } from '../src/lifecycle-arguments.js';
import { runLifecycleCommand } from '../src/run-lifecycle-command.js';

jest.setTimeout(180_000);

const NOW = Date.UTC(2031, 4, 4);
const DAY_MS = 86_400_000;

describe('npm run lifecycle', () => {
  let home: string;
  let postgres: EmbeddedPostgres;
  let stores: PostgresStores;
  let ids = 0;

  const run = async (...args: string[]): Promise<string[]> => {
    const printed: string[] = [];
    const command = readArguments(args);
    if (command.name === 'help') throw new Error('help');
    const tools = { ...stores, nowMs: () => NOW, newId: () => `event-${ids++}` };
    await runLifecycleCommand(command, { ...tools, print: (line) => void printed.push(line) });
    return printed;
  };
  const addCall = async (id: string, daysAgo: number) => {
    const startedAtMs = NOW - daysAgo * DAY_MS;
    const about = { callId: callIdSchema.parse(id), atMs: startedAtMs };
    const data = { stage: 'persistence', code: 'CALL_ABANDONED', message: '' };
    await stores.callStore.apply(
      [
        { ...about, kind: 'started', data: { source: 'test', startedAtMs } },
        { ...about, kind: 'force-complete', data },
      ],
      startedAtMs,
    );
  };

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'earshot-lifecycle-tool-'));
    await copyTestCluster(home);
    postgres = await startEmbeddedPostgres({ dataDir: home, logger: new CapturingLogger() });
    stores = openPostgres({ url: postgres.url, poolSize: 2, logger: new CapturingLogger() });
    await stores.migrate();
    for (const [id, daysAgo] of [
      ['first', 1],
      ['second', 100],
      ['third', 100],
    ] as const)
      await addCall(id, daysAgo);
  });
  afterAll(async () => {
    await stores.close();
    await postgres.stop();
    await rm(home, { recursive: true, force: true });
  });

  it('holds, previews, releases and erases, and records each change', async () => {
    expect(await run('erased')).toEqual(['No call was erased.']);
    await run('hold', 'second', '--reason', 'a lawsuit');
    await expect(run('erase', 'second', '--reason', 'asked')).rejects.toMatchObject({ code: 'CALL_HELD' });
    expect(await run('preview')).toEqual([
      '2031-01-24  1 calls  0 MB of recordings',
      '1 calls would be erased now. Legal holds keep 1 more.',
    ]);
    expect((await run('preview', '--days', '101')).at(-1)).toContain('0 calls would be erased');
    await run('release', 'second');
    await run('erase', 'second', '--reason', 'asked \u001b[31m');
    await expect(run('erase', 'second', '--reason', 'asked')).rejects.toMatchObject({ code: 'CALL_NOT_FOUND' });
    await stores.erasureQueue.removeRows(callIdSchema.parse('second'));
    expect(await run('erased')).toEqual([
      expect.stringMatching(
        /^2031-05-04 00:00:00 {2}second {2}by operator \[tool:lifecycle\]: asked [^\u001b]+1 rows, 0 files {2}not removed yet$/,
      ),
    ]);
    await stores.auditWriter.writeRows({ nowMs: NOW + 9 * 60_000, waitMs: 0 });
    const rows = await stores.auditReader.readRows('default', 0, { callId: 'second' });
    expect(rows.flatMap(({ details }) => details)).toEqual(
      expect.arrayContaining(['setLegalHold', 'releaseLegalHold', 'eraseCall']),
    );
  });

  it.each([
    [['erase', 'first']],
    [['hold', 'first', '--reason', '  ']],
    [['erase', '--reason', 'x']],
    [['erase', 'first', 'second', '--reason', 'x']],
    [['preview', '--days', '0']],
    [['erased', 'first']],
    [['forget', 'first']],
  ])('refuses %j', (args) => expect(() => readArguments(args)).toThrow(/--help/));
});
