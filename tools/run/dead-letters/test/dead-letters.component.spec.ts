import { callIdSchema, encodeEvent, makeEvent, type AudioFrame } from '@earshot/contracts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@earshot/embedded-postgres';
import { copyTestCluster } from '@earshot/embedded-postgres/testing';
import { createSealer, LocalMasterKey } from '@earshot/keys';
import { openPostgres, type PostgresStores } from '@earshot/postgres';
import type { NewDeadLetter } from '@earshot/ports';
import { describeDeadLetter } from '@earshot/runtime';
import { CapturingLogger } from '@earshot/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments } from '../src/dead-letter-arguments.js';
import { runDeadLetterCommand } from '../src/run-dead-letter-command.js';

jest.setTimeout(180_000);

const callId = callIdSchema.parse('call-1');
const stamp = { id: 'e', occurredAtMs: 1 };
const words = makeEvent(
  'processing.failed',
  callId,
  { stage: 'x', code: 'Y', message: 'secret \u009b31m words' },
  stamp,
);
const frame: AudioFrame = {
  ...{ type: 'audio.frame', callId, sequence: 3, codec: 'L16', channelCount: 2, sampleRateHz: 8_000 },
  ...{ positionSample: 0, receivedAtMs: 1, payload: new Uint8Array(400) },
};
const sealer = createSealer(new LocalMasterKey([randomBytes(32)]));
const otherSealer = createSealer(new LocalMasterKey([randomBytes(32)]));

async function letter(
  id: string,
  { message = encodeEvent(words), ...over }: Partial<NewDeadLetter> & { message?: Uint8Array } = {},
): Promise<NewDeadLetter> {
  const unsealed = {
    ...{ id, atMs: Date.UTC(2030, 0, 2), stage: 'enrichment', topic: 'calls.transcript', key: 'call-1', code: 'BAD' },
    ...{ attempts: 2, callId, isCut: false, messageBytes: message.length },
    ...over,
  };
  return { ...unsealed, sealedMessage: await sealer.seal(message, describeDeadLetter(unsealed)) };
}

describe('npm run dead', () => {
  let home: string;
  let postgres: EmbeddedPostgres;
  let stores: PostgresStores;
  let nowMs = 0;
  /** Does what the persistence service does while the tool waits. */
  let runService: () => Promise<unknown> = async () => undefined;
  const clock = {
    nowMs: () => nowMs,
    schedule: (delayMs: number, task: () => void) => {
      nowMs += delayMs;
      void runService().then(task);
      return () => undefined;
    },
  };
  const run = async (line: string, openSealer = async () => sealer): Promise<string> => {
    const printed: string[] = [];
    const command = readArguments(line.split(' '));
    if (command.name === 'help') throw new Error('help');
    await runDeadLetterCommand(command, {
      letters: stores.deadLetters,
      clock,
      openSealer,
      print: (text) => void printed.push(text),
    });
    return printed.join('\n');
  };

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'earshot-dead-'));
    await copyTestCluster(home);
    postgres = await startEmbeddedPostgres({ dataDir: home, logger: new CapturingLogger() });
    stores = openPostgres({ url: postgres.url, poolSize: 2, logger: new CapturingLogger() });
    await stores.migrate();
    await stores.deadLetters.add(await letter('aaa'));
    await stores.deadLetters.add(
      await letter('bbb', { stage: 'persistence', atMs: Date.UTC(2030, 0, 3), code: 'OT\u001bHER' }),
    );
    await stores.deadLetters.add(
      await letter('ccc', { callId: null, key: '\n', message: encodeEvent(frame), atMs: 5 }),
    );
    await stores.deadLetters.add(await letter('ddd', { isCut: true, message: Uint8Array.of(0, 1, 65, 66), atMs: 4 }));
  });
  afterAll(async () => {
    await stores.close();
    await postgres.stop();
    await rm(home, { recursive: true, force: true });
  });

  it('lists letters in columns, the newest first, without their messages', async () => {
    const text = await run('list');
    const lines = text.split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[1]).toMatch(/^bbb {2}2030-01-03 00:00:00 {2}persistence .* OT\\u001bHER .* call-1 +stored$/);
    expect(lines[4]).toMatch(/^ddd .* cut$/);
    expect(text).not.toContain('secret');
    expect(await run('list --stage persistence --first 1')).toContain('the newest 1');
    expect(await run('list --call nobody')).toBe('There are no dead letters.');
  });

  it('shows the fields of a letter, and its message only on request, after a warning', async () => {
    const fields = await run('show aaa');
    expect(fields).toContain('attempts  2');
    expect(fields).not.toContain('secret');
    const all = await run('show aaa --message');
    expect(all.indexOf('may contain what was said')).toBeGreaterThan(0);
    expect(all.indexOf('"message": "secret \\u009b31m words"')).toBeGreaterThan(all.indexOf('may contain'));
    expect(await run('show ccc --message')).toMatch(/key {7}\\u000a[^]*"payloadBytes": 400/);
    expect(await run('show ddd --message')).toContain('00014142                          ..AB');
    await expect(run('show nothing')).rejects.toMatchObject({ code: 'DEAD_LETTER_NOT_FOUND' });
  });

  it('needs the master key only for a message, and says which version of it is missing', async () => {
    const noKey = () => Promise.reject(new Error('no key'));
    expect(await run('list', noKey)).toContain('aaa');
    expect(await run('show aaa', noKey)).toContain('attempts  2');
    await expect(run('show aaa --message', noKey)).rejects.toThrow('no key');
    await expect(run('show aaa --message', async () => otherSealer)).rejects.toMatchObject({
      code: 'SEALED_KEY_UNKNOWN',
      message: expect.stringContaining(sealer.keyVersion),
    });
  });

  it('requests the replay of a letter and prints its state', async () => {
    runService = async () => {
      const taken = await stores.deadLetters.takeReplays({ first: 9, nowMs, leaseMs: 1 });
      for (const { id } of taken)
        await stores.deadLetters.settleReplay(
          id,
          id === 'bbb' ? { refusedWith: 'SEALED_KEY_UNKNOWN' } : { replayedAtMs: Date.UTC(2031, 0, 1) },
        );
    };
    expect(await run('replay aaa bbb')).toBe(
      'aaa  replayed 2031-01-01 00:00:00\nbbb  not replayed: SEALED_KEY_UNKNOWN',
    );
    runService = async () => undefined;
    expect(await run('replay ccc')).toContain('ccc  not replayed yet');
    await expect(run('replay aaa ddd')).rejects.toMatchObject({ code: 'DEAD_LETTER_CUT' });
    expect(await run('replay --all')).toMatch(/^Requested a replay of 1 dead letter/);
  });

  it.each(['replay', 'replay --all aaa', 'show', 'show a b', 'bury a', 'list --first 0', 'list --what'])(
    'refuses wrong arguments: %s',
    (line) => {
      expect(() => readArguments(line.split(' '))).toThrow(expect.objectContaining({ code: 'BAD_ARGUMENT' }));
    },
  );
});
